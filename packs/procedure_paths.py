"""Where the steps of a declared procedure lead: reached, never left, always before. 自设程序的走向.

Plain walks over a handful of steps; a target that is no step (an end, a slip of the pen) is passed over.
"""

from __future__ import annotations

from rules.declared import Declared


def following(one: Declared, duty: str) -> tuple[str, ...]:
    """The steps that may come after a step."""
    step = one.step(duty)
    return tuple(dict.fromkeys(to for to in step.next.values() if one.step(to))) if step else ()


def first_circle(one: Declared) -> tuple[str, ...]:
    """Steps that lead back to the first of them, which stands at both ends; () where there is no way back."""
    finished: set[str] = set()

    def walk(duty: str, behind: tuple[str, ...]) -> tuple[str, ...]:
        if duty in behind:
            return (*behind[behind.index(duty) :], duty)
        if duty not in finished:
            for after in following(one, duty):
                if circle := walk(after, (*behind, duty)):
                    return circle
            finished.add(duty)
        return ()

    return next((circle for duty in one.duties if (circle := walk(duty, ()))), ())


def reached(one: Declared) -> frozenset[str]:
    """The steps that can be reached from the first."""
    found: set[str] = set()
    waiting = [one.first.duty]
    while waiting:
        duty = waiting.pop()
        if duty not in found:
            found.add(duty)
            waiting += following(one, duty)
    return frozenset(found)


def always_before(one: Declared) -> dict[str, frozenset[str]]:
    """By step: those that were done by then, whichever way was taken. Only of steps without a circle."""
    there = reached(one)
    before: dict[str, frozenset[str]] = {one.first.duty: frozenset()}
    waiting = [one.first.duty]
    while waiting:
        duty = waiting.pop(0)
        for after in following(one, duty):
            ways = [way for way in there if after in following(one, way)]
            if after not in before and all(way in before for way in ways):
                before[after] = frozenset.intersection(*(before[way] | {way} for way in ways))
                waiting.append(after)
    return before
