"""The files of a register of children that we write: the template, and the rows that are to be mended. 名册文件."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from documents.form_xlsx import Form, FormColumn, form_xlsx
from rules.screening import Condition
from rules.vocabulary import ChildCategory, ChildMark, Relation, Sex, Term, Tier
from tasks.child_columns import NOT_READ, OF_THE_LIST, columns, head_of
from tasks.child_table import ChildTable, Mistake
from tasks.standing_table import StandingTable
from tasks.table_heads import kept_columns
from tasks.table_in import Cell, Odd, Row

TAB = "儿童名册"
GUARDIANS, CARERS = 2, 1
"""Adults that the template has room for; more columns of the same kind may be added."""

_CHOICES: dict[str, type[Term]] = {"sex": Sex, "categories": ChildCategory, "relation": Relation, "tier": Tier}
_WIDE = ("address",)
_OF_OURS = ("row", "mend")
_NOTES: tuple[tuple[str, str], ...] = (
    ("必填", "居住地区划代码；以及身份证号，或者姓名和出生日期。其余不详请留空。"),
    ("身份证号", "18 位，本表各列已设为“文本”，请勿改为数字，否则后几位会丢失。"),
    ("日期", "写成 2015-12-01。"),
    ("区划代码", "6、9 或 12 位数字（县、乡、村）。"),
    ("类别", "、".join(one.zh for one in ChildCategory) + "；可填多项，用顿号分开。"),
    (
        "户号",
        "同住的兄弟姐妹填同一户号，同名的监护人即记为同一人；不填则每名儿童各为一户。户号只在本表内使用，不保存。",
    ),
    (
        "监护人、照护人",
        "不够时可加列：监护人3姓名、监护人3关系、照护人2姓名……既是监护人又在照护的，两处都填。姓名不详填“不详”。",
    ),
    ("关系", "、".join(one.zh for one in Relation) + "。"),
    ("导入", "先试导入：hutong import children 本文件 --dry-run；再导入：hutong import children 本文件 --by 岗位编号"),
    ("English", "Needed: residence_area, and id_number or name with birth_on. English heads are understood too:"),
    ("", ", ".join(one.replace(".", "_") for one in columns(1, 1))),
)


_STANDING_NOTES: tuple[tuple[str, str], ...] = (
    ("必填", "档案编号，或者身份证号，或者姓名和出生日期；有变动的，须填定级理由。"),
    ("风险等级", "、".join(one.zh for one in Tier) + "；留空即不变。调高即时生效，调低一次一级、须第二人复核。"),
    ("关爱标记", "；".join(one.zh for one in ChildMark) + "；填全部应有的标记，留空即不变，填“无”即全部取消。"),
    ("不在册的儿童", "填等级即列入，须另填类别（档案已登记的可不填）和已核实的条件。"),
    ("已核实的条件", "；".join(one.zh for one in Condition) + "。多项用分号分开。"),
    ("决定日期", "写成 2026-03-02；不填即导入之时。"),
    ("导入", "先试导入：hutong import tiers 本文件 --dry-run；再导入：hutong import tiers 本文件 --by 岗位编号"),
    ("English", "English heads are understood too: child_no, id_number, name, birth_on, categories, tier, marks,"),
    ("", "conditions, tier_reason, decided_on; an empty cell changes nothing, marks: none takes all away."),
)


def template() -> bytes:
    """An empty register to be filled in. 空白名册."""
    form = Form(title="儿童名册填写说明", tab=TAB, columns=form_columns(GUARDIANS, CARERS), notes=_NOTES)
    return form_xlsx(form)


def standing_template() -> bytes:
    """An empty table of how children are to stand on the list. 空白等级、标记登记表."""
    codes = ("child_no", "name", "birth_on", "id_number", "categories", *OF_THE_LIST)
    form = Form(
        title="等级、标记登记填写说明", tab="等级标记", columns=list(map(_column, codes)), notes=_STANDING_NOTES
    )
    return form_xlsx(form)


def list_columns() -> list[FormColumn]:
    """The columns of how a child stands on the list, as the export and this table have them."""
    return [_column(code) for code in OF_THE_LIST if code != "decided_on"]


def form_columns(guardians: int, carers: int) -> list[FormColumn]:
    """The columns of a register with room for so many adults."""
    return [_column(code) for code in columns(guardians, carers)]


def own_column(code: str, width: int = 16) -> FormColumn:
    """A column of our own that is not read when the file comes back."""
    return FormColumn(head=NOT_READ[code][0], width=width)


def to_be_mended(table: ChildTable | StandingTable, mistakes: Sequence[Mistake] = ()) -> bytes:
    """The rows with mistakes as they stood, each with its number and what to do. 待改正的行.

    Under our own heads, so that it can be handed in by itself once it is mended; columns that are not read keep theirs.

    Args:
        mistakes: those of the table itself, if left out.
    """
    mistakes = mistakes or table.mistakes
    wrong = {one.row for one in mistakes}
    bad = [row for row in table.body if row.number in wrong]
    kept = kept_columns(table.heads, bad, _OF_OURS)
    told: dict[int, list[str]] = {}
    for one in mistakes:
        told.setdefault(one.row, []).append(f"{one.head}：{one.zh} / {one.en}" if one.head else f"{one.zh} / {one.en}")
    form = Form(
        title="待改正的行",
        tab=TAB,
        columns=[*(_kept(code, words) for _, code, words in kept), own_column("row", 8), own_column("mend", 80)],
        rows=(
            [*(as_words(row, place) for place, _, _ in kept), str(row.number), "\n".join(told[row.number])]
            for row in bad
        ),
    )
    return form_xlsx(form)


def with_numbers(table: ChildTable, told: Mapping[int, tuple[str, str, str]]) -> bytes:
    """The whole register as it was handed in, each row with its numbers. 带编号的名册.

    Args:
        told: by number of the row: the child's number, that of its file of care, and what became of the row.
    """
    own = ("child_no", "case_no", "became")
    kept = kept_columns(table.heads, table.body, (*own, *_OF_OURS))
    form = Form(
        title="带编号的名册",
        tab=TAB,
        columns=[*(own_column(code, 22) for code in own), *(_kept(code, words) for _, code, words in kept)],
        rows=([*told[row.number], *(as_words(row, place) for place, _, _ in kept)] for row in table.body),
    )
    return form_xlsx(form)


def _kept(code: str | None, words: str) -> FormColumn:
    return _column(code) if code else FormColumn(head=words)


def _column(code: str) -> FormColumn:
    last = code.rpartition(".")[2]
    terms = _CHOICES.get(last)
    width = 36 if last.endswith(_WIDE) or last in ("conditions", "tier_reason") else 20 if last == "id_number" else 14
    return FormColumn(head=head_of(code), width=width, choices=tuple(one.zh for one in terms) if terms else ())


def as_words(row: Row, place: int) -> str:
    """A cell as it was; a number that has lost digits stays one that is refused, and a formula is gone."""
    cell: Cell = row.cells[place] if place < len(row.cells) else None
    if cell is None or isinstance(cell, Odd):
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    return f"{cell:.10E}" if isinstance(cell, (int, float)) and abs(cell) >= 10**15 else str(cell)
