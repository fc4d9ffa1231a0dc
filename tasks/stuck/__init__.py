"""Stuck cases: every kind by name, who holds it, since when, what happens next by itself, what repairs it. 卡住的个案.

Each kind is one query over stored facts and the moment asked about; nothing is marked as stuck anywhere.  A kind is
one row of `table.KINDS`; what can be done from the list is in `repairs`.
"""

from tasks.stuck.found import Stuck
from tasks.stuck.kinds import RepairAct, Severity, StuckKind
from tasks.stuck.listing import Narrowed, stuck, stuck_now
from tasks.stuck.running import SWEEP_SILENT_AFTER, WAKE_STALE_AFTER
from tasks.stuck.table import KINDS

__all__ = [
    "KINDS",
    "SWEEP_SILENT_AFTER",
    "WAKE_STALE_AFTER",
    "Narrowed",
    "RepairAct",
    "Severity",
    "Stuck",
    "StuckKind",
    "stuck",
    "stuck_now",
]
