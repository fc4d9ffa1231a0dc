"""Counts again what an OCEL export says, with pm4py, in an environment of its own. 外部核对.

    .venv-oracle/bin/python tests/oracle/ask_pm4py.py PATHS FILE…

PATHS is a JSON file with the law's path of each kind of procedure, as pairs of duty codes: it is law, not a figure.
Prints one JSON list, one member for each export.  It knows the file and docs/reference/ocel.md, and nothing of ours: it
imports no package of this repository, and reads no attribute that is a conclusion (verdict, state), only events, their
moments, and the limits that they carry.  pm4py is AGPL: it stands apart, as a test would use any other program.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd
import pm4py
from pm4py.objects.log.obj import Event, EventLog, Trace

Paths = dict[str, list[list[str]]]
Way = tuple[str, str]

SURE = {"exact", "day"}
ABOUT = pd.Timedelta(days=7)
CLOCK = {"duty_opened", "duty_paused", "duty_resumed", "duty_extended", "duty_date_settled", "duty_recounted"}
OVER = {"duty_answered", "duty_skipped", "duty_excused", "duty_released"}


def main(paths_file: str, *files: str) -> None:
    """Answer for each file."""
    with open(paths_file, encoding="utf-8") as source:
        paths = json.load(source)
    print(json.dumps([answer(file, paths) for file in files], sort_keys=True))


def answer(file: str, paths: Paths) -> dict[str, object]:
    """The figures of one export."""
    ocel = pm4py.read_ocel2_json(file)
    with open(file, encoding="utf-8") as source:
        at = pd.Timestamp(json.load(source)["hutong"]["exported_at"])
    duties = in_order_of_recording(pm4py.ocel_flattening(ocel, "duty"))
    procedures = in_order_of_recording(pm4py.ocel_flattening(ocel, "procedure"))
    return {
        "events": len(ocel.events),
        "objects": len(ocel.objects),
        "paces": paces(duties),
        "ways": ways(procedures),
        "law": ways_of_the_law(procedures, duty_of(ocel), paths),
        "late_cases": sorted(late_cases(duties, closings(ocel), case_of(ocel), at)),
    }


def in_order_of_recording(log: pd.DataFrame) -> pd.DataFrame:
    """The number in an event's id is its place in the order in which the events were recorded."""
    place = log["ocel:eid"].str.removeprefix("e").astype(int)
    return log.assign(place=place).sort_values("place", kind="stable")


# ------------------------------------------------------------------------------------------------ how long


def paces(duties: pd.DataFrame) -> dict[str, list[int]]:
    """By duty code: how many were measured, their median and their ninth decile in whole seconds."""
    found: dict[str, list[float]] = {}
    for _, events in duties.groupby("case:concept:name"):
        opened = events[events["concept:name"] == "duty_opened"].iloc[0]
        done = None
        for event in events.to_dict("records"):
            if event["concept:name"] in OVER | {"duty_reopened"}:
                done = event if event["concept:name"] == "duty_answered" else None
        if done is not None and {opened["precision"], done["precision"]} <= SURE:
            found.setdefault(opened["duty_code"], []).append(seconds_between(opened, done))
    return {code: measured(lengths) for code, lengths in found.items()}


def measured(lengths: list[float]) -> list[int]:
    """How many, the median and the ninth decile in whole seconds."""
    ninth = np.quantile(lengths, 0.9, method="linear")
    return [len(lengths), round(float(np.median(lengths))), round(float(ninth))]


def seconds_between(one: Mapping[str, Any], other: Mapping[str, Any]) -> float:
    """From one event to the other; where either is known to the day only, in civil days of China."""
    start, end = one["time:timestamp"], other["time:timestamp"]
    if {one["precision"], other["precision"]} != {"exact"}:
        start, end = (at.tz_convert("Asia/Shanghai").tz_localize(None).normalize() for at in (start, end))
    return float((end - start).total_seconds())


# ------------------------------------------------------------------------------------------------ which way


def ways(procedures: pd.DataFrame) -> dict[str, list[list[object]]]:
    """By kind of procedure: [from, to, how often], found by pm4py in the duties that were done."""
    done = procedures[procedures["concept:name"] == "duty_answered"]
    done = done.sort_values(["time:timestamp", "place"], kind="stable")
    found = {}
    for kind, of_kind in done.groupby("procedure_kind"):
        log = EventLog()
        for number, events in of_kind.groupby("case:concept:name"):
            trace = Trace(attributes={"concept:name": number})
            for code, at in zip(events["duty_code"], events["time:timestamp"], strict=True):
                trace.append(Event({"concept:name": code, "time:timestamp": at}))
            log.append(trace)
        graph, _, _ = pm4py.discover_dfg(log)
        if counted := Counter(graph):
            found[kind] = sorted([before, after, count] for (before, after), count in counted.items())
    return found


def duty_of(ocel: pm4py.OCEL) -> dict[str, str]:
    """By event: the duty that it is about."""
    about = ocel.relations[ocel.relations["ocel:type"] == "duty"]
    return dict(zip(about["ocel:eid"], about["ocel:oid"], strict=True))


def ways_of_the_law(procedures: pd.DataFrame, about: dict[str, str], paths: Paths) -> dict[str, list[list[object]]]:
    """By kind of procedure: [from, to, how often, [how many were measured, median, ninth decile] or None].

    Whenever a duty arose it had come from the duty before it on the path whose end was recorded last, from the start
    where the path allows that, or else from whatever had ended last.
    """
    gone: Counter[tuple[str, str, str]] = Counter()
    lengths: dict[tuple[str, str, str], list[float]] = {}
    for _, log in procedures.groupby("case:concept:name"):
        events = [{**event, "duty": about.get(event["ocel:eid"])} for event in log.to_dict("records")]
        kind = events[0]["procedure_kind"]
        done = done_at_last(events)
        for way, came, duty in arrivals(events, paths[kind]):
            gone[(kind, *way)] += 1
            start = done.get(came["duty"]) if came["duty"] else came
            if not start or duty not in done or {start["precision"], done[duty]["precision"]} - SURE:
                continue
            if list(way) in paths[kind]:
                lengths.setdefault((kind, *way), []).append(seconds_between(start, done[duty]))
    found: dict[str, list[list[object]]] = {}
    for (kind, *way), count in sorted(gone.items()):
        took = lengths.get((kind, way[0], way[1]))
        found.setdefault(kind, []).append([*way, count, measured(took) if took else None])
    return found


def done_at_last(events: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """By duty: the event by which it was done, unless something else became of it afterwards."""
    done: dict[str, dict[str, Any]] = {}
    for event in events:
        if event["concept:name"] == "duty_answered":
            done[event["duty"]] = event
        elif event["concept:name"] in OVER | {"duty_reopened"}:
            done.pop(event["duty"], None)
    return done


def arrivals(events: list[dict[str, Any]], path: list[list[str]]) -> Iterator[tuple[Way, dict[str, Any], str]]:
    """Each duty that arose: which way it came, after which event, and the duty."""
    start, ended = {**events[0], "duty": None}, []
    for event in events:
        kind, code = event["concept:name"], event["duty_code"]
        if kind in OVER - {"duty_released"}:
            ended.append(event)
        elif kind == "duty_opened":
            before = {one for one, other in path if other == code}
            came = next((one for one in reversed(ended) if one["duty_code"] in before), None)
            if came is None and "start" not in before and ended:
                came = ended[-1]
            yield ((came["duty_code"] if came else "start", code), came or start, event["duty"])


# ------------------------------------------------------------------------------------------------ who is late


def closings(ocel: pm4py.OCEL) -> dict[str, int]:
    """By procedure: the place of the event that closed it."""
    closed = ocel.relations[
        (ocel.relations["ocel:activity"] == "procedure_closed") & (ocel.relations["ocel:type"] == "procedure")
    ]
    return {row["ocel:oid"]: int(row["ocel:eid"].removeprefix("e")) for _, row in closed.iterrows()}


def case_of(ocel: pm4py.OCEL) -> dict[str, tuple[str, str]]:
    """By duty: its case and its procedure, from the events that are about it."""
    found: dict[str, dict[str, str]] = {}
    about = ocel.relations[ocel.relations["ocel:type"] == "duty"][["ocel:eid", "ocel:oid"]]
    others = ocel.relations[ocel.relations["ocel:type"].isin(["case", "procedure"])]
    for _, row in about.merge(others, on="ocel:eid", suffixes=("", "_2")).iterrows():
        found.setdefault(row["ocel:oid"], {})[row["ocel:type"]] = row["ocel:oid_2"]
    return {duty: (tied["case"], tied["procedure"]) for duty, tied in found.items()}


def late_cases(
    duties: pd.DataFrame, closed: dict[str, int], tied: dict[str, tuple[str, str]], at: pd.Timestamp
) -> set[str]:
    """Cases with a duty that surely was late, whichever way its dates are read."""
    late = set()
    for duty, events in duties.groupby("case:concept:name"):
        case, procedure = tied[str(duty)]
        settled = closed.get(procedure)
        if is_late(events, settled, at):
            late.add(case)
    return late


def is_late(events: pd.DataFrame, settled: int | None, at: pd.Timestamp) -> bool:
    """Whether one duty was surely late, told from its events in the order in which they were recorded."""
    due, paused, over = None, False, None
    for event in events.to_dict("records"):
        kind = event["concept:name"]
        if kind in CLOCK:
            due = None if pd.isna(event.get("due")) else event["due"]
            paused = kind == "duty_paused"
        elif kind in OVER:
            over = event
        elif kind == "duty_reopened":
            over = None
    if due is None:
        return False
    if over is None:
        return not paused and settled is None and at > due
    if over["concept:name"] == "duty_answered":
        return over["precision"] != "unknown" and earliest(over) > due
    return over["concept:name"] == "duty_released" and over["time:timestamp"] > due


def earliest(event: Mapping[str, Any]) -> pd.Timestamp:
    """The first instant at which it may have happened."""
    at = pd.Timestamp(event["time:timestamp"])
    return at - ABOUT if event["precision"] == "about" else at


if __name__ == "__main__":
    main(*sys.argv[1:])
