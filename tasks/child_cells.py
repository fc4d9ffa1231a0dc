"""What a cell of a register of children may hold, and what is to be mended where it does not. 单元格内容.

A mend says what to do and never repeats what stands in the cell: it may be printed, and registers name people.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from functools import cache

from rules.screening import Condition
from rules.vocabulary import ChildCategory, ChildMark, Relation, Sex, Term, Tier
from tasks.table_in import Cell, Odd

Mend = tuple[str, str]
"""What to do, in Chinese and in English."""


class Wrong(Exception):
    """A cell cannot be taken as it is. 单元格有误."""

    def __init__(self, mend: Mend) -> None:
        super().__init__(mend[1])
        self.mend = mend


FORMULA = "是公式，请复制后“选择性粘贴—数值”", "a formula; copy it and paste its value"
ERROR = "是错误值（如 #N/A），请改为实际内容", "an error such as #N/A; write what it should be"
ID_AS_NUMBER = (
    "身份证号被存成了数字，后几位已丢失，请把该列设为“文本”后对照原件重新填写",
    "kept as a number, which loses its last digits; make the column text and copy the number from the original",
)
ID_LENGTH = "身份证号应为 18 位，末位可为 X；不详请留空", "18 characters, the last may be X; leave it empty if unknown"
ID_CHECK = (
    "身份证号校验不符，有一位写错，请核对原件",
    "its check character does not fit: one is wrong; see the original",
)
DAY = "日期应写成 2015-12-01；只知年月的请留空", "write a date as 2015-12-01; leave it empty if only the month is known"
FUTURE = "日期在将来，请核对", "lies in the future; check it"
AREA = (
    "行政区划代码应为 2、4、6、9 或 12 位数字（省、市、县、乡、村）",
    "a division code has 2, 4, 6, 9 or 12 digits",
)
WORDS = "应为文字，请不要填日期或小数", "should be words, not a date or a fraction"
LONG = "文字过长，请控制在 200 字以内", "too long; at most 200 characters"

_LONGEST = 200
_AREA_DIGITS = (2, 4, 6, 9, 12)
_A_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s+0?0:00(?::00)?)?")
_ONE_NUMBER = re.compile(r"(\d{4})(\d{2})(\d{2})")
_FIRST_DAY = date(1899, 12, 30)  # of a spreadsheet; exact from March 1900 on
_DAYS = range(61, 100_000)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_APART = re.compile(r"[;|\n]+")
"""Between words that have commas of their own."""
_BETWEEN = re.compile(r"[、,;/|\s]+")

ALSO: dict[type[Term], dict[Term, tuple[str, ...]]] = {
    Sex: {Sex.MALE: ("男性",), Sex.FEMALE: ("女性",), Sex.UNKNOWN: ("未知",)},
    ChildCategory: {
        ChildCategory.MIGRANT: ("流动",),
        ChildCategory.LEFT_BEHIND: ("留守", "农村留守儿童"),
        ChildCategory.IN_DIFFICULTY: ("困境",),
    },
    Relation: {
        Relation.FATHER: ("父", "爸爸"),
        Relation.MOTHER: ("母", "妈妈"),
        Relation.GRANDPARENT: (
            *("祖父", "祖母", "外祖父", "外祖母", "爷爷", "奶奶", "外公", "外婆", "姥爷", "姥姥", "祖父母", "外祖父母"),
        ),
        Relation.SIBLING: ("兄", "姐", "哥哥", "姐姐"),
        Relation.OTHER_RELATIVE: ("叔叔", "伯伯", "伯父", "姑姑", "姑妈", "舅舅", "姨妈", "阿姨", "亲属", "亲戚"),
    },
    Tier: {Tier.LOW: ("低风险",), Tier.MIDDLE: ("中风险",), Tier.HIGH: ("高风险",)},
    ChildMark: {
        ChildMark.KEY: ("重点", "重点对象", "重点关注对象"),
        ChildMark.PUPIL: ("小学高年级以上",),
        ChildMark.JUNIOR_PUPIL: ("小学低年级",),
    },
    Condition: {
        Condition.LEFT_REGISTRATION: ("离开户籍地",),
        Condition.OTHER_COUNTY: ("跨县域居住",),
        Condition.PARENTS_AWAY: ("父母外出",),
        Condition.POVERTY: ("家庭贫困",),
        Condition.DISABILITY: ("残疾",),
        Condition.GUARDIANSHIP: ("监护缺失", "监护不当"),
        Condition.OUT_OF_SCHOOL: ("失学", "辍学"),
        Condition.BEHAVIOUR: ("心理异常", "行为异常"),
        Condition.ASKS_FOR_HELP: ("主动求助",),
    },
}
"""What registers, and people at the counter, write for a term beside its own words."""


def words(cell: Cell) -> str | None:
    """Free words: a name, an address, a telephone number."""
    if isinstance(cell, date):
        raise Wrong(WORDS)
    text = _text(cell, WORDS)
    if text is not None and len(text) > _LONGEST:
        raise Wrong(LONG)
    return text


def code(cell: Cell) -> str | None:
    """A telephone number or the like: digits of any width."""
    text = words(cell)
    return _narrow(text) if text else None


def area(cell: Cell) -> str | None:
    """A division code."""
    text = code(cell)
    if text and (not text.isascii() or not text.isdigit() or len(text) not in _AREA_DIGITS):
        raise Wrong(AREA)
    return text


def id_number(cell: Cell) -> str | None:
    """An identity number whose check character fits (GB 11643); one that was kept as a number is never mended."""
    if isinstance(cell, (int, float)):
        raise Wrong(ID_AS_NUMBER)
    if isinstance(cell, date):
        raise Wrong(ID_LENGTH)
    text = _narrow(_text(cell, ID_LENGTH) or "").upper()
    if re.fullmatch(r"\d(\.\d+)?E\+?\d+|\d+\.0+", text):
        raise Wrong(ID_AS_NUMBER)
    if text and not re.fullmatch(r"[0-9]{17}[0-9X]", text):
        raise Wrong(ID_LENGTH)
    if text and _check(text) != text[-1]:
        raise Wrong(ID_CHECK)
    return text or None


def _check(number: str) -> str:
    return _CHECKS[sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True)) % 11]


def day(cell: Cell, *, today: date) -> date | None:
    """A day, however it is written; a number is one only where a spreadsheet keeps it as such."""
    if isinstance(cell, Odd):
        raise Wrong(_odd(cell))
    found = cell if isinstance(cell, date) or cell is None else _day(cell)
    if found is not None and found > today:
        raise Wrong(FUTURE)
    return found


def _day(cell: str | int | float) -> date:
    if isinstance(cell, float):
        cell = int(cell) if cell.is_integer() else ""
    if isinstance(cell, int) and cell in _DAYS:
        return _FIRST_DAY + timedelta(days=cell)
    text = unicodedata.normalize("NFKC", str(cell)).strip()
    parts = _A_DAY.fullmatch(text) or _ONE_NUMBER.fullmatch(text)
    try:
        return date(*(int(part) for part in parts.groups())) if parts else _no_day()
    except ValueError:
        return _no_day()


def _no_day() -> date:
    raise Wrong(DAY)


def term(cell: Cell, terms: type[Term]) -> Term | None:
    """One word of a list: its code, its Chinese term, or what registers write for it."""
    text = _text(cell, one_of(terms))
    if text is None:
        return None
    found = _by_word(terms).get(_narrow(text).lower())
    if found is None:
        raise Wrong(one_of(terms))
    return found


def terms_of(cell: Cell, terms: type[Term]) -> list[Term]:
    """Several words of a list, with whatever stands between them."""
    text = _text(cell, one_of(terms))
    parts = _BETWEEN.split(unicodedata.normalize("NFKC", text)) if text else []
    return [one for part in parts if part and (one := term(part, terms)) is not None]


def conditions(cell: Cell) -> list[Condition]:
    """The conditions of screening; some have commas of their own, so a part that is one is taken whole."""
    text = unicodedata.normalize("NFKC", _text(cell, one_of(Condition)) or "")
    return [one for part in _APART.split(text) if part.strip() for one in _conditions(part)]


def _conditions(part: str) -> list[Condition]:
    whole = _by_word(Condition).get(_narrow(part).lower())
    return [whole] if isinstance(whole, Condition) else [Condition(one) for one in terms_of(part, Condition)]


def one_of(terms: type[Term]) -> Mend:
    """What may stand where a word of a list is wanted."""
    listed, coded = "、".join(one.zh for one in terms), ", ".join(one.value for one in terms)
    return f"应为：{listed}", f"one of: {coded}"


@cache
def _by_word(terms: type[Term]) -> dict[str, Term]:
    known = {word: one for one in terms for word in (one.value.lower(), _narrow(one.zh).lower())}
    return known | {word: one for one, also in ALSO.get(terms, {}).items() for word in also}


def _text(cell: Cell, otherwise: Mend) -> str | None:
    if isinstance(cell, Odd):
        raise Wrong(_odd(cell))
    if isinstance(cell, float):
        if not cell.is_integer():
            raise Wrong(otherwise)
        cell = int(cell)
    if isinstance(cell, date):
        raise Wrong(otherwise)
    return None if cell is None else str(cell).strip() or None


def _odd(cell: Odd) -> Mend:
    return FORMULA if cell is Odd.FORMULA else ERROR


def _narrow(text: str) -> str:
    """Full-width letters and digits as usual ones, without white space, invisible marks and a leading apostrophe."""
    plain = unicodedata.normalize("NFKC", text)
    visible = (letter for letter in plain if unicodedata.category(letter) not in ("Cf", "Cc"))
    return "".join("".join(visible).split()).removeprefix("'")
