"""Counts again what an OCEL export says, with pm4py, in an environment of its own. 外部核对.

    .venv-oracle/bin/python tests/oracle/ask_pm4py.py FILE…

Prints one JSON list, one member for each file.  It knows the file and docs/reference/ocel.md, and nothing of ours: it
imports no package of this repository, and reads no attribute that is a conclusion (verdict, state), only events, their
moments, and the limits that they carry.  pm4py is AGPL: it stands apart, as a test would use any other program.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import pm4py
from pm4py.objects.log.obj import Event, EventLog, Trace

SURE = {"exact", "day"}
ABOUT = pd.Timedelta(days=7)
CLOCK = {"duty_opened", "duty_paused", "duty_resumed", "duty_extended", "duty_date_settled", "duty_recounted"}
OVER = {"duty_answered", "duty_skipped", "duty_excused", "duty_released"}


def main(files: list[str]) -> None:
    """Answer for each file."""
    print(json.dumps([answer(file) for file in files], sort_keys=True))


def answer(file: str) -> dict[str, object]:
    """The figures of one export."""
    ocel = pm4py.read_ocel2_json(file)
    with open(file, encoding="utf-8") as source:
        at = pd.Timestamp(json.load(source)["hutong"]["exported_at"])
    duties = in_order_of_recording(pm4py.ocel_flattening(ocel, "duty"))
    return {
        "events": len(ocel.events),
        "objects": len(ocel.objects),
        "paces": paces(duties),
        "ways": ways(in_order_of_recording(pm4py.ocel_flattening(ocel, "procedure"))),
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
    return {
        code: [len(lengths), round(float(np.median(lengths))), round(float(np.quantile(lengths, 0.9, method="linear")))]
        for code, lengths in found.items()
    }


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
    main(sys.argv[1:])
