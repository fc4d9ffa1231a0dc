"""What is said of something that is not there. 查无此项."""

from __future__ import annotations

from rules.errors import Refused


def no_such_case(case_no: str, *, field: str = "NO") -> Refused:
    """Of a case. What is said of one that somebody may not know of (`tasks.access.grounds`) is said in these words."""
    return Refused(
        f"没有编号为 {case_no} 的个案，请核对编号", f"there is no case {case_no}; check the number", field=field
    )


def no_such_child(child_no: str) -> Refused:
    """The same of a child file."""
    return Refused(
        f"没有编号为 {child_no} 的儿童档案，请核对编号",
        f"there is no child file {child_no}; check the number",
        field="NO",
    )
