"""Rows of plainly invented cases for the pictures."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from pictures.labels import in_brief
from pictures.rows import Kind, Lane, Row, State, Version, Weight
from rules.moments import midnight_after, shanghai
from rules.vocabulary import Force, Precision, Sanction
from tests.office import national

TODAY = shanghai("2026-11-24 09:20")
LAW, LOCAL, OURS = Force.STATUTORY, Force.LOCAL, Force.OUR_DEFAULT


def on(day: str) -> datetime:
    """Noon of a day."""
    return shanghai(f"{day} 12:00")


def by(day: str) -> datetime:
    """24:00 of a day."""
    return midnight_after(date.fromisoformat(day))


def row(no: int, lane: Lane, label: str, day: str | None, **more: Any) -> Row:
    """A row as it usually is: a fact known to the day and recorded that day."""
    at = on(day) if day else None
    given: dict[str, Any] = {
        "kind": Kind.POINT,
        "happened": at,
        "precision": Precision.DAY if at else Precision.UNKNOWN,
        "recorded": at or TODAY,
        "sentence": f"{day or '日期不明'} {label}",
        "basis": "未成年人保护法第十一条",
    }
    return Row(entry_no=no, lane=lane, label=label, **(given | more))


def window(no: int, month: str, last: str, *, state: State, label: str = "走访") -> Row:
    """One visit owed within a calendar month."""
    first = date.fromisoformat(month + "-01")
    return row(
        no, Lane.VISITS, label, None, kind=Kind.WINDOW, valid_from=first, valid_to=date.fromisoformat(last), state=state
    )


def reference_case() -> list[Row]:
    """The case of the reference drawing: 31 rows, every lane but two."""
    P, K = Lane.POLICE, Lane.COURT
    return [
        row(1, P, "伤情最早出现", "2026-06-04", precision=Precision.ABOUT),
        row(2, P, "学校报告", "2026-06-08", weight=Weight.KEY),
        row(3, P, "告诫书", "2026-06-10", weight=Weight.KEY),
        row(4, P, "反馈", "2026-06-08", kind=Kind.LIMIT, limit=by("2026-06-11"), limit_kind=LAW, done=on("2026-06-13")),
        row(
            5,
            P,
            "首次查访",
            "2026-06-10",
            kind=Kind.LIMIT,
            limit=by("2026-06-17"),
            limit_kind=LAW,
            done=on("2026-06-16"),
        ),
        row(6, P, "训诫父亲", "2026-07-06"),
        row(7, P, "医院再报", "2026-08-19"),
        row(8, P, "刑事侦查", "2026-08-20", kind=Kind.SPAN, until=on("2026-11-10")),
        row(9, P, "移送审查起诉", "2026-11-10"),
        row(10, Lane.PROCURATORATE, "询问监护人", "2026-09-04"),
        row(
            11,
            Lane.PROCURATORATE,
            "督促监护令",
            "2026-09-07",
            kind=Kind.VALIDITY,
            valid_from=date(2026, 9, 7),
            valid_to=date(2027, 3, 7),
        ),
        row(
            12,
            Lane.PROCURATORATE,
            "复查",
            "2026-09-07",
            kind=Kind.LIMIT,
            limit=by("2026-12-07"),
            limit_kind=OURS,
            inside=11,
        ),
        row(13, K, "妇联代为申请", "2026-08-22"),
        row(
            14,
            K,
            "人身安全保护令",
            "2026-08-24",
            kind=Kind.VALIDITY,
            valid_from=date(2026, 8, 24),
            valid_to=date(2027, 2, 24),
        ),
        row(15, K, "违反", "2026-10-03", kind=Kind.PIN, inside=14, sanction=Sanction.FINE),
        row(16, K, "罚款", "2026-10-15", inside=14),
        row(
            17,
            K,
            "延长申请",
            "2026-08-24",
            kind=Kind.LIMIT,
            limit=by("2027-02-09"),
            limit_kind=OURS,
            inside=14,
            provisional=True,
        ),
        row(18, Lane.CIVIL_AFFAIRS, "临时监护", "2026-08-20", kind=Kind.VALIDITY, valid_from=date(2026, 8, 20)),
        row(
            19,
            Lane.CIVIL_AFFAIRS,
            "会商",
            "2026-08-20",
            kind=Kind.LIMIT,
            limit=by("2026-09-19"),
            limit_kind=OURS,
            done=on("2026-09-18"),
            inside=18,
        ),
        row(
            20,
            Lane.CIVIL_AFFAIRS,
            "第二次会商",
            "2026-09-18",
            kind=Kind.LIMIT,
            limit=by("2026-12-18"),
            limit_kind=OURS,
            inside=18,
        ),
        window(21, "2026-06", "2026-06-30", state=State.MET),
        window(22, "2026-07", "2026-07-31", state=State.MET),
        window(23, "2026-08", "2026-08-31", state=State.NOT_DONE, label="8月 无走访"),
        window(24, "2026-09", "2026-09-30", state=State.MET),
        row(25, Lane.VISITS, "走访", "2026-06-22", weight=Weight.ROUTINE),
        row(26, Lane.VISITS, "走访", "2026-07-14", weight=Weight.ROUTINE),
        row(27, Lane.VISITS, "走访", "2026-09-28", recorded=on("2026-10-20")),
        row(28, Lane.VISITS, "走访", "2026-10-13", weight=Weight.ROUTINE),
        row(29, Lane.VISITS, "11月走访", "2026-11-01", kind=Kind.LIMIT, limit=by("2026-11-30"), limit_kind=LOCAL),
        row(30, Lane.UNITS, "收到检察建议", "2026-10-16"),
        row(31, Lane.UNITS, "书面回复", "2026-10-16", kind=Kind.LIMIT, limit=by("2026-11-16"), limit_kind=LAW),
    ]


def every_mark() -> list[Row]:
    """One of everything that can be drawn, within one autumn."""
    P, C = Lane.POLICE, Lane.CIVIL_AFFAIRS
    return [
        row(1, P, "邻居称听到打骂", "2026-08-01", precision=Precision.MONTH),
        row(2, P, "搬来本地", None),
        row(3, P, "受伤", "2026-09-02", disputed_with=on("2026-09-09")),
        row(4, P, "就医", "2026-09-20", corrected_by=5),
        row(5, P, "就医", "2026-09-26"),
        row(6, P, "伤情鉴定", "2026-10-01", kind=Kind.SPAN, until=on("2026-11-20")),
        row(7, P, "等待鉴定", "2026-10-10", kind=Kind.PAUSE, until=on("2026-10-24"), inside=6),
        row(8, P, "反馈", "2026-10-01", kind=Kind.LIMIT, limit=by("2026-10-03"), limit_kind=LAW, done=on("2026-10-07")),
        row(
            9,
            Lane.COURT,
            "保护令",
            "2026-09-01",
            sub_lane="父",
            kind=Kind.VALIDITY,
            valid_from=date(2026, 9, 1),
            valid_to=date(2026, 11, 30),
            versions=(Version(2, on("2026-10-20")),),
        ),
        row(10, Lane.COURT, "违反", "2026-09-21", sub_lane="父", kind=Kind.PIN, inside=9, sanction=Sanction.NONE),
        row(11, Lane.COURT, "又一次违反", "2026-09-24", sub_lane="父", kind=Kind.PIN, inside=9),
        row(
            12,
            Lane.COURT,
            "第二份保护令",
            "2026-11-10",
            sub_lane="父",
            kind=Kind.VALIDITY,
            valid_from=date(2026, 11, 10),
            valid_to=date(2027, 8, 10),
        ),
        row(
            13,
            Lane.COURT,
            "保护令",
            "2026-09-10",
            sub_lane="母",
            kind=Kind.VALIDITY,
            valid_from=date(2026, 9, 10),
            valid_to=date(2026, 9, 30),
        ),
        row(14, C, "临时监护", "2026-09-01", kind=Kind.VALIDITY, valid_from=date(2026, 9, 1)),
        row(15, C, "会商", "2026-09-01", kind=Kind.LIMIT, limit=by("2026-10-01"), limit_kind=OURS),
        row(16, C, "安全评估", "2026-09-01", kind=Kind.LIMIT, limit=by("2026-10-20"), limit_kind=LOCAL),
        row(
            17, C, "寻访亲属", "2026-10-01", kind=Kind.LIMIT, limit=by("2027-01-11"), limit_kind=OURS, provisional=True
        ),
        row(
            18, C, "复学", "2026-10-01", kind=Kind.LIMIT, limit=by("2026-12-11"), limit_kind=LOCAL, state=State.EXCUSED
        ),
        row(19, Lane.HANDOVER, "材料移送", "2026-09-15", recorded=on("2026-10-30")),
        window(20, "2026-09", "2026-09-30", state=State.NOT_DONE, label="9月 无走访"),
        window(21, "2026-10", "2026-10-31", state=State.MET),
        row(22, Lane.VISITS, "走访", "2026-10-09", weight=Weight.ROUTINE),
    ]


def in_english(rows: Sequence[Row]) -> list[Row]:
    """The same rows under English names as long as they come: those of the duties of the national rules."""
    names = sorted(spec.en for spec in national().duties.values())
    return [_named(one, names[(one.entry_no * 37) % len(names)]) for one in rows]


def _named(one: Row, name: str) -> Row:
    chips = {"父": "father", "母": "mother"}
    return replace(
        one,
        label=in_brief(name, 240),
        short=in_brief(name, 135),
        sentence=f"2026-06-08, {name}",
        basis="",
        sub_lane=chips.get(one.sub_lane, ""),
    )


def many(count: int, *, years: int, seed: int = 7) -> list[Row]:
    """A long file: mostly routine contacts, the rest as it comes.  The same for the same seed."""
    dice = random.Random(seed)
    last = date(2026, 11, 20)
    days = sorted(last - timedelta(days=dice.randrange(int(years * 365))) for _ in range(count))
    return [_any(no, day, dice) for no, day in enumerate(days, start=1)]


def _any(no: int, day: date, dice: random.Random) -> Row:
    lane, told, throw = dice.choice(list(Lane)), day.isoformat(), dice.random()
    if throw < 0.62:
        return row(no, lane, "走访", told, weight=Weight.ROUTINE)
    if throw < 0.80:
        return row(no, lane, dice.choice(["询问监护人", "就医", "到校上课", "发放补助"]), told)
    if throw < 0.84:
        return row(no, lane, "作出决定", told, weight=Weight.KEY)
    if throw < 0.93:
        limit = midnight_after(day + timedelta(days=dice.randrange(1, 20)))
        done = limit + timedelta(days=dice.randrange(-10, 3), hours=-6)
        return row(no, lane, "书面回复", told, kind=Kind.LIMIT, limit=limit, limit_kind=LAW, done=max(done, on(told)))
    if throw < 0.97:
        return row(no, lane, "告诫期", told, kind=Kind.VALIDITY, valid_from=day, valid_to=day + timedelta(days=90))
    return row(no, lane, "补记情况", told, recorded=on(told) + timedelta(days=dice.randrange(5, 40)))
