"""The files of a table of visits that we write: the template, and the rows that are to be mended. 走访登记表文件."""

from __future__ import annotations

from collections.abc import Sequence

from documents.form_xlsx import Form, FormColumn, form_xlsx
from rules.monitoring import CareFound, HealthFound, SafetyFound, SchoolFound, SpokeWith
from rules.vocabulary import Term
from tasks.child_sheet import as_words
from tasks.child_table import Mistake
from tasks.table_heads import kept_columns
from tasks.visit_columns import WORDS, head_of
from tasks.visit_table import VisitKind, VisitTable, YesNo

TAB = "走访登记"

_CHOICES: dict[str, type[Term]] = {
    "kind": VisitKind,
    "spoke_with": SpokeWith,
    "child_seen": YesNo,
    "care": CareFound,
    "school": SchoolFound,
    "health": HealthFound,
    "safety": SafetyFound,
}
_WIDE = {"child": 18, "id_number": 20, "problems": 36, "needs": 36}
_NOTES: tuple[tuple[str, str], ...] = (
    ("必填", "走访日期；档案编号，或者身份证号，或者姓名和出生日期；联系对象。"),
    ("走访", "还须填写是否见到儿童、照护、就学、健康、安全情况；未见到儿童的不算走访。"),
    ("联系", "方式填“联系”，只需联系对象；不填方式即为走访。未联系上的不要填。"),
    ("联系对象", "、".join(one.zh for one in SpokeWith) + "；可填多项，用顿号分开。"),
    ("面临危险", "不在本表登记：请立即单独登记并提出强制报告。"),
    ("走访岗位", "一般留空，即为承办岗位。"),
    ("日期", "写成 2026-03-02。同一名儿童同一日同一方式只登记一次。"),
    ("导入", "先试导入：hutong import visits 本文件 --dry-run；再导入：hutong import visits 本文件 --by 岗位编号"),
    ("English", "Needed: day; child, id_number, or name with birth_on; spoke_with. English heads are understood too:"),
    ("", ", ".join(WORDS)),
)


def template() -> bytes:
    """An empty table to be filled in. 空白登记表."""
    return form_xlsx(Form(title="走访登记填写说明", tab=TAB, columns=form_columns(WORDS), notes=_NOTES))


def form_columns(codes: Sequence[str] | dict[str, tuple[str, ...]]) -> list[FormColumn]:
    """Columns of a table, with what may be chosen in them."""
    return [_column(code) for code in codes]


def to_be_mended(table: VisitTable, mistakes: Sequence[Mistake]) -> bytes:
    """The rows with mistakes as they stood, each with its number and what to do. 待改正的行."""
    wrong = {one.row for one in mistakes}
    bad = [row for row in table.body if row.number in wrong]
    kept = kept_columns(table.heads, bad, ("row", "mend"))
    told: dict[int, list[str]] = {}
    for one in mistakes:
        told.setdefault(one.row, []).append(f"{one.head}：{one.zh} / {one.en}" if one.head else f"{one.zh} / {one.en}")
    own = [FormColumn(head=head_of("row"), width=8), FormColumn(head=head_of("mend"), width=80)]
    rows = (
        [*(as_words(row, place) for place, _, _ in kept), str(row.number), "\n".join(told[row.number])] for row in bad
    )
    columns = [*(_column(code) if code else FormColumn(head=words) for _, code, words in kept), *own]
    return form_xlsx(Form(title="待改正的行", tab=TAB, columns=columns, rows=rows))


def _column(code: str) -> FormColumn:
    terms = _CHOICES.get(code)
    return FormColumn(
        head=head_of(code), width=_WIDE.get(code, 14), choices=tuple(one.zh for one in terms) if terms else ()
    )
