"""Harm that is found on the way, in a procedure about something else. 办理其他事项中发现侵害.

Whoever finds it reports it like anybody who is under the duty (未成年人保护法 Art. 11(2)); the report begins what the
report calls for, and the procedure that found it goes on.
"""

from __future__ import annotations

from dataclasses import dataclass

from rules.duty import Answer, Duty


@dataclass(frozen=True, kw_only=True)
class HarmReported(Answer):
    """A report was made, and has its number. 已作强制报告."""

    report_no: str  # receipt number of the report, or of 110


REPORT_HARM = Duty("report_harm", HarmReported)
