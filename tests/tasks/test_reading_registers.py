"""Is a register read as its writer meant it, and is everything told that cannot be? 读取名册."""

from __future__ import annotations

import re
import zipfile
from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook

from rules.errors import Refused
from rules.vocabulary import ChildCategory, Relation, Sex
from tasks import child_cells, table_in, table_xlsx
from tasks.child_sheet import template, to_be_mended
from tasks.child_table import ChildTable, Mistake, read_children
from tasks.report_form import ChildForm
from tests.registers import (
    ADULTS,
    BORN,
    HEADS,
    HOME,
    LIUXI,
    NAME,
    NAMES,
    NUMBER,
    a_book,
    a_row,
    kinds_of_cells,
    read_back,
    saved,
)

TODAY = date(2026, 3, 2)
ALL_HEADS = (*HEADS, *ADULTS)


def read(raw: bytes) -> ChildTable:
    return read_children(raw, today=TODAY)


def only(raw: bytes) -> ChildForm:
    table = read(raw)
    assert table.mistakes == ()
    (one,) = table.children
    return one.form


def mistake(raw: bytes) -> Mistake:
    table = read(raw)
    (one,) = table.mistakes
    assert table.children == ()
    return one


def csv(*rows: str, heads: str = ",".join(ALL_HEADS)) -> str:
    return "".join(f"{line}\r\n" for line in (heads, *rows))


A_LINE = f"{NAME},女,{BORN},{NUMBER},留守儿童,{LIUXI},{HOME},,禾大山,父亲,000-0000-0001,林秋,母亲"


# ------------------------------------------------------------------------------------------------ what is read


def test_a_row_is_a_child_with_guardians_and_carers() -> None:
    form = only(a_book(a_row()))

    assert (form.name, form.sex, form.birth_on, form.id_number) == (NAME, Sex.FEMALE, date(2016, 5, 18), NUMBER)
    assert form.categories == [ChildCategory.LEFT_BEHIND]
    assert (form.residence.area, form.residence.address) == (LIUXI, HOME)
    assert [(one.name, one.relation, one.guardian, one.carer) for one in form.adults] == [
        ("禾大山", Relation.FATHER, True, None),
        ("林秋", Relation.MOTHER, None, True),
    ]


def test_who_is_guardian_and_carer_is_one_adult() -> None:
    (both,) = only(a_book(a_row(照护人姓名="禾大山", 照护人关系=None))).adults

    assert (both.guardian, both.carer, both.relation, both.phone) == (True, True, Relation.FATHER, "000-0000-0001")


def test_a_guardian_of_whom_nothing_is_known_is_still_one() -> None:
    father, _ = only(a_book(a_row(监护人姓名="不详", 监护人电话=None))).adults

    assert (father.name, father.relation, father.guardian) == (None, Relation.FATHER, True)


def test_english_heads_are_understood() -> None:
    heads = ["name", "birth_on", "residence_area", "guardian_name", "guardian2_name", "guardian_2_relation"]

    form = only(a_book([NAME, BORN, LIUXI, "禾大山", "林秋", "mother"], heads=heads))

    assert [(one.name, one.relation) for one in form.adults] == [("禾大山", "unknown"), ("林秋", "mother")]


@pytest.mark.parametrize("wording", ["流动、留守", "流动儿童，留守儿童", "migrant / left_behind", "流动  农村留守儿童"])
def test_several_categories_stand_in_one_cell(wording: str) -> None:
    assert only(a_book(a_row(类别=wording))).categories == [ChildCategory.MIGRANT, ChildCategory.LEFT_BEHIND]


@pytest.mark.parametrize(
    "written",
    [
        *("2016-05-18", "2016/5/18", "2016.5.18", "2016年5月18日", "20160518", "２０１６－０５－１８", " 2016-5-18 "),
        *(date(2016, 5, 18), datetime(2016, 5, 18), 42508, 42508.0, 20160518),  # noqa: DTZ001 - as a spreadsheet has it
    ],
)
def test_a_day_may_be_written_in_any_usual_way_or_be_the_number_that_a_spreadsheet_keeps(written: Any) -> None:
    assert only(a_book(a_row(出生日期=written))).birth_on == date(2016, 5, 18)


@pytest.mark.parametrize(
    "written",
    ["2016-05", "2016", "5/18/2016", "18.5.2016", "2016-13-01", "2016-02-30", 60, 99.5, "42508", "不详", 1e300],
)
def test_what_is_no_day_is_told_and_not_guessed(written: Any) -> None:
    one = mistake(a_book(a_row(出生日期=written)))

    assert (one.row, one.column, one.head) == (2, "C", "出生日期")
    assert (one.zh, one.en) == child_cells.DAY


def test_full_width_digits_and_numbers_without_need_are_the_same_digits() -> None:
    form = only(
        a_book(a_row(身份证号="９９０１０１２０１６０５１８００２７", 居住地区划代码=990101001, 监护人电话=13800000000))
    )

    assert (form.id_number, form.residence.area) == (NUMBER, LIUXI)
    assert form.adults[0].phone == "13800000000"


def test_a_small_x_at_the_end_of_an_identity_number_is_a_large_one() -> None:
    assert only(a_book(a_row(身份证号="99010120160518006x"))).id_number == "99010120160518006X"


# ------------------------------------------------------------------------------------------------ what is wrong


@pytest.mark.parametrize(
    ("head", "written", "mend"),
    [
        ("身份证号", 990101201605180027, child_cells.ID_AS_NUMBER),
        ("身份证号", 9.9010120160518e17, child_cells.ID_AS_NUMBER),
        ("身份证号", "9.90101E+17", child_cells.ID_AS_NUMBER),
        ("身份证号", "990101201605180000.0", child_cells.ID_AS_NUMBER),
        ("身份证号", "990101201605180026", child_cells.ID_CHECK),
        ("身份证号", "990101160518002", child_cells.ID_LENGTH),
        ("出生日期", "2026-03-03", child_cells.FUTURE),
        ("出生日期", "=TODAY()", child_cells.FORMULA),
        ("姓名", '=cmd|"/C calc"!A0', child_cells.FORMULA),
        ("姓名", "=1+1", child_cells.FORMULA),
        ("姓名", date(2016, 5, 18), child_cells.WORDS),
        ("居住地详细地址", "长" * 201, child_cells.LONG),
        ("居住地区划代码", "99010100", child_cells.AREA),
        ("居住地区划代码", 990101001.5, child_cells.WORDS),
        ("性别", "女孩", child_cells.one_of(Sex)),
        ("类别", "留守、孤儿", child_cells.one_of(ChildCategory)),
        ("监护人关系", "邻居", child_cells.one_of(Relation)),
    ],
)
def test_what_cannot_be_taken_is_told_by_row_and_column_with_its_mend(head: str, written: Any, mend: Any) -> None:
    table = read(a_book(a_row(), a_row(**{head: written})))

    assert [one.row for one in table.children] == [2]
    (one,) = table.mistakes
    assert (one.row, one.column, one.head) == (3, table_in.column_letter(ALL_HEADS.index(head)), head)
    assert (one.zh, one.en) == mend


def test_an_error_in_a_cell_is_no_name() -> None:
    book = Workbook()
    book.active.append(ALL_HEADS)
    book.active.append(a_row())
    book.active["A2"].value, book.active["A2"].data_type = "#N/A", "e"

    assert (mistake(saved(book)).zh, mistake(saved(book)).column) == (child_cells.ERROR[0], "A")


def test_a_child_needs_what_it_is_recognised_by_and_where_it_lives() -> None:
    table = read(a_book(a_row(姓名=None, 身份证号=None), a_row(居住地区划代码=None), a_row(身份证号=None)))

    assert [(one.row, one.head) for one in table.mistakes] == [(2, "身份证号"), (3, "居住地区划代码")]
    assert [one.row for one in table.children] == [4]


def test_an_identity_number_tells_the_birth_too_and_the_two_must_agree() -> None:
    assert mistake(a_book(a_row(出生日期="2016-05-19"))).head == "出生日期"


def test_an_adult_without_a_name_is_asked_for() -> None:
    assert mistake(a_book(a_row(监护人姓名=None))).head == "监护人姓名"


def test_a_column_that_was_filled_down_makes_no_household_of_fifty_one() -> None:
    rows = [a_row(姓名=f"禾{nth}", 身份证号=None, 户号="1") for nth in range(51)]

    assert len(read(a_book(*rows)).mistakes) == 51
    assert len(read(a_book(*rows[:50])).children) == 50


def test_no_message_repeats_what_stands_in_a_cell() -> None:
    spoilt = a_row(出生日期=f"{NAME}的生日", 居住地区划代码=HOME, 性别=NAME, 监护人关系="林秋", 身份证号=NUMBER[:17])

    told = "".join(f"{one.zh}{one.en}{one.head}" for one in read(a_book(spoilt)).mistakes)

    assert told
    assert [word for word in (*NAMES, NUMBER[:17]) if word in told] == []


# ------------------------------------------------------------------------------------------------ heads and sheets


def test_a_title_and_empty_lines_before_the_head_and_between_rows_do_not_matter() -> None:
    book = Workbook()
    book.active.merge_cells("A1:H1")
    book.active["A1"] = "青禾县留守儿童台账"
    for place, cell in enumerate(ALL_HEADS, start=1):
        book.active.cell(4, place, cell)
    for place, cell in enumerate(a_row(), start=1):
        book.active.cell(9, place, cell)

    (one,) = read(saved(book)).children

    assert one.row == 9


def test_a_head_in_two_rows_with_merged_cells_is_read_together() -> None:
    book = Workbook()
    page = book.active
    page.append(["序号", "儿童姓名", "出生日期", "居住地", None, "监护人", None, None, "照护人", None])
    page.append([None, None, None, "区划代码", "详细地址", "姓名", "与儿童关系", "联系电话", "姓名", "关系"])
    for merged in ("A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:H1", "I1:J1"):
        page.merge_cells(merged)
    page.append([1, NAME, BORN, LIUXI, HOME, "禾大山", "父", "000-0000-0001", "林秋", "妈妈"])

    form = only(saved(book))

    assert (form.name, form.residence.area, form.residence.address) == (NAME, LIUXI, HOME)
    assert [(one.name, one.relation, one.phone) for one in form.adults] == [
        ("禾大山", Relation.FATHER, "000-0000-0001"),
        ("林秋", Relation.MOTHER, None),
    ]


def test_hidden_sheets_are_not_read_and_the_others_that_were_not_are_counted() -> None:
    book = Workbook()
    hidden, notes, register = book.active, book.create_sheet("notes"), book.create_sheet("register")
    hidden.sheet_state = "hidden"
    for page, row in ((hidden, a_row(姓名="去年的")), (register, a_row())):
        page.append(ALL_HEADS)
        page.append(row)
    notes.append(["说明"])

    table = read(saved(book))

    assert [one.form.name for one in table.children] == [NAME]
    assert table.sheets_left == 1


ONE_LINE = ("姓名", "出生日期", "居住地区划代码", "联系电话", "年龄", "监护人姓名", "与儿童关系", "联系电话", "班主任")


def test_in_a_head_of_one_line_relation_and_phone_are_those_of_the_adult_before_them() -> None:
    row = [NAME, BORN, LIUXI, "000-0000-0009", 9, "禾大山", "父亲", "000-0000-0001", "秦老师"]

    table = read(a_book(row, heads=ONE_LINE))

    (adult,) = table.children[0].form.adults
    assert (adult.name, adult.relation, adult.phone) == ("禾大山", Relation.FATHER, "000-0000-0001")
    assert [(one.letter, one.words) for one in table.heads.unknown] == [
        *(("D", "联系电话"), ("E", "年龄"), ("I", "班主任"))  # before any adult, a telephone number is nobody's
    ]


def test_each_adult_of_a_head_of_one_line_has_what_follows_it_and_what_is_named_in_full_comes_first() -> None:
    heads = (
        "姓名",
        "出生日期",
        "居住地区划代码",
        "监护人",
        "关系",
        "联系电话",
        "实际照护人",
        "关系",
        "电话",
        "照护人电话",
    )
    row = [NAME, BORN, LIUXI, "禾大山", "父亲", "000-0000-0001", "林秋", "母亲", "000-0000-0002", "000-0000-0003"]

    table = read(a_book(row, heads=heads))

    assert [(one.name, one.relation, one.phone) for one in table.children[0].form.adults] == [
        ("禾大山", Relation.FATHER, "000-0000-0001"),
        ("林秋", Relation.MOTHER, "000-0000-0003"),
    ]
    assert table.heads.letters_unknown == ["I"]


def test_a_column_that_is_not_known_is_told_by_its_letter_and_one_of_ours_is_passed_over() -> None:
    table = read(a_book([*a_row(), "x", "K-1"], heads=(*ALL_HEADS, "兴趣爱好", "档案编号")))

    assert table.heads.letters_unknown == ["N"]
    assert len(table.children) == 1


@pytest.mark.parametrize(
    ("heads", "told"),
    [
        (("甲", "乙", "丙"), "没有找到表头"),
        (("姓名", "性别", "出生日期", "类别"), "缺少“居住地区划代码”"),
        (("姓名", "性别", "居住地区划代码"), "缺少“身份证号”"),
        ((*ALL_HEADS, "儿童姓名"), "栏目重复：儿童姓名（N 列）与姓名（A 列）"),
    ],
)
def test_a_head_that_will_not_do_is_refused_before_anything_is_read(heads: tuple[str, ...], told: str) -> None:
    with pytest.raises(Refused, match=re.escape(told)):
        read(a_book(a_row(), heads=heads))


def test_the_template_is_a_register_without_children_whose_columns_keep_every_digit() -> None:
    table = read(template())

    assert (table.rows, table.heads.unknown) == (0, ())
    assert kinds_of_cells(template()) == {"s"}
    assert template() == template()


# ------------------------------------------------------------------------------------------------ files


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_text_is_read_in_the_encodings_and_with_the_delimiters_that_offices_use(codec: str, delimiter: str) -> None:
    text = csv(A_LINE).replace(",", delimiter)

    assert only(text.encode(codec)).name == NAME


def test_rows_of_text_are_counted_as_a_spreadsheet_counts_them() -> None:
    rows = csv(A_LINE, "", A_LINE.replace(HOME, '"柳溪镇\n河边路"'), ",,,", A_LINE.replace("女", "女孩"))

    table = read(rows.encode())

    assert [one.row for one in table.children] == [2, 4]
    assert [one.row for one in table.mistakes] == [6]


def test_what_keeps_a_spreadsheet_from_making_a_number_of_it_is_no_formula() -> None:
    assert only(csv(A_LINE.replace(NUMBER, f'"=""{NUMBER}"""')).encode()).id_number == NUMBER
    assert mistake(csv(A_LINE.replace(NAME, "=cmd|' /C calc'!A0")).encode()).zh == child_cells.FORMULA[0]


def test_quotation_marks_that_do_not_close_are_refused() -> None:
    with pytest.raises(Refused, match="引号"):
        read(csv(A_LINE.replace(HOME, '"柳溪镇')).encode())


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"", "空的"),
        (b" \r\n", "空的"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "旧版 .xls 或者带密码"),
        (b"PK\x03\x04" + bytes(600), "损坏"),
        (bytes(range(256)) * 4, "读不出文字"),
        (a_book(a_row())[:-200], "损坏"),
    ],
)
def test_what_is_no_register_is_refused_with_what_to_do(raw: bytes, told: str) -> None:
    with pytest.raises(Refused, match=re.escape(told)):
        read(raw)


def packed(**parts: bytes) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def with_sheet(xml: bytes) -> bytes:
    """A register whose sheet is this."""
    file, made = BytesIO(a_book(a_row())), BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, xml if name.endswith("sheet1.xml") else old.read(name))
    return made.getvalue()


def test_a_file_that_unpacks_to_more_than_is_looked_at_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_xlsx, "MOST_UNPACKED", 10_000_000)

    with pytest.raises(Refused, match="解压后过大"):
        read(packed(bomb=bytes(10_000_001)))
    with pytest.raises(Refused, match="解压后过大"):
        read(packed(**{f"part{nth}": b"" for nth in range(table_xlsx.MOST_PARTS + 1)}))


def test_entities_that_swell_are_not_expanded() -> None:
    laughs = "".join(f'<!ENTITY l{nth} "{f"&l{nth - 1};" * 10}">' for nth in range(1, 10))
    sheet = '<worksheet><sheetData><row r="1"><c><v>&l9;</v></c></row></sheetData></worksheet>'
    xml = f'<!DOCTYPE w [<!ENTITY l0 "haha">{laughs}]>{sheet}'

    with pytest.raises(Refused, match="损坏"):
        read(with_sheet(xml.encode()))


_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_FEW = ("姓名", "出生日期", "居住地区划代码")


def _words(place: str, words: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{words}</t></is></c>'


def test_a_sheet_that_says_it_is_larger_than_it_is_is_read_as_it_is() -> None:
    heads = "".join(_words(f"{letter}1", head) for letter, head in zip("ABC", _FEW, strict=True))
    numbers = '<c r="B2"><v>42508</v></c><c r="C2"><v>990101001</v></c><c r="XFD2"><v>1</v></c>'
    rows = f'<row r="1">{heads}</row><row r="2">{_words("A2", NAME)}{numbers}</row>'
    xml = f'<worksheet xmlns="{_SHEET}"><dimension ref="A1:XFD1048576"/><sheetData>{rows}</sheetData></worksheet>'

    assert only(with_sheet(xml.encode())).birth_on == date(2016, 5, 18)


def test_a_file_is_as_long_as_it_may_be_and_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("tasks.table_xlsx", "tasks.table_csv", "tasks.table_in"):
        monkeypatch.setattr(f"{module}.MOST_ROWS", 3)

    assert read(a_book(a_row(), a_row())).rows == read(csv(A_LINE, A_LINE).encode()).rows == 2
    for raw in (a_book(a_row(), a_row(), a_row()), csv(A_LINE, A_LINE, A_LINE).encode()):
        with pytest.raises(Refused, match="最多 3 行"):
            read(raw)


def test_a_file_is_as_large_as_it_may_be_and_no_larger(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = csv(A_LINE).encode()
    monkeypatch.setattr(table_in, "MOST_BYTES", len(raw))

    assert read(raw).rows == 1
    with pytest.raises(Refused, match="过大"):
        read(raw + b"\n")


# ------------------------------------------------------------------------------------------------ what is to be mended


def test_rows_to_be_mended_are_kept_as_they_stood_and_say_what_to_do() -> None:
    table = read(a_book(a_row(), a_row(姓名="禾田田", 性别="女孩", 身份证号=None, 出生日期=date(2016, 5, 18))))

    heads, (row, *more) = (kept := read_back(to_be_mended(table)))[0], kept[1:]
    cells = dict(zip(heads, row, strict=True))

    assert more == []
    assert (cells["姓名"], cells["性别"], cells["出生日期"], cells["原行号"]) == ("禾田田", "女孩", "2016-05-18", "3")
    assert child_cells.one_of(Sex)[0] in cells["需改正"]


def test_a_row_to_be_mended_keeps_also_what_is_not_read_under_its_own_head_and_in_its_place() -> None:
    heads = ("序号", *HEADS, "年龄", *ADULTS, "班主任")
    row = a_row(性别="女孩")
    row = ["7", *row[: len(HEADS)], 9, *row[len(HEADS) :], "秦老师", "看过"]  # the last under no head

    kept = read_back(to_be_mended(read(a_book(row, heads=heads))))

    assert kept[0] == ["序号", *HEADS, "年龄", *ADULTS, "班主任", "", "原行号", "需改正"]
    assert kept[1][:-2] == ["7", *[str(one) if one is not None else None for one in row[1:]]]
    kept[1][kept[0].index("性别")] = "女"
    assert read(a_book(kept[1], heads=kept[0])).children[0].form == read(a_book(a_row())).children[0].form


def test_rows_that_were_mended_are_a_register_again() -> None:
    table = read(a_book(a_row(性别="女孩")))
    rows = read_back(to_be_mended(table))
    rows[1][rows[0].index("性别")] = "女"

    again = read(a_book(rows[1], heads=rows[0]))

    assert (again.mistakes, again.heads.unknown) == ((), ())
    assert again.children[0].form == read(a_book(a_row())).children[0].form


def test_a_number_that_lost_its_digits_does_not_come_back_as_if_it_had_them() -> None:
    rows = read_back(to_be_mended(read(a_book(a_row(身份证号=990101201605180027)))))

    assert mistake(a_book(rows[1], heads=rows[0])).zh == child_cells.ID_AS_NUMBER[0]


def test_nothing_that_we_write_back_is_a_formula() -> None:
    raw = a_book(a_row(姓名="=1+1", 居住地详细地址="@SUM(1)", 类别="+1", 户号="-1"))

    kept = to_be_mended(read(raw))

    assert kinds_of_cells(kept) == {"s"}
    assert "@SUM(1)" in read_back(kept)[1]
