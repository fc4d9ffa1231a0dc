"""Scenarios: dated stories that are played on a simulated clock. 情景：按日期写成的经过，在模拟时钟上演练.

A caseworker writes who was there and what happened; `hutong play` enters it line by line, lets time pass between the
lines, and checks what must hold.  It is how history is entered afterwards and how a county rehearses.

A file is read and checked as a whole (`reading`, against the one table in `language`) before its first line is played
(`player`, on a `stage`); what must hold is looked up by `expecting`.
"""

from scenarios.player import Played, play

__all__ = ["Played", "play"]
