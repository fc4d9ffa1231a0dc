"""Is a calendar file that cannot be right refused, with its name and what to mend?"""

from datetime import date

import pytest

from rules.calendar import Calendar
from rules.errors import Gap
from rules.notice import read_notice

HEAD = """
year = 2019
[notice]
title = "国务院办公厅关于2019年部分节假日安排的通知"
number = "国办发明电〔2018〕15号"
dated = 2018-12-01
publisher = "国务院办公厅"
published_in = ""
verified = false
note = "仅用于测试"
reaches = [2018-12-29, 2018-12-30, 2018-12-31]
"""

NEW_YEAR = """
[[holidays]]
zh = "元旦"
en = "New Year's Day"
first = 2018-12-30
last = 2019-01-01
statutory = [2019-01-01]
worked = [2018-12-29]
words = "放假调休"
"""

QINGMING = """
[[holidays]]
zh = "清明节"
en = "Tomb-Sweeping Day"
first = 2019-04-05
last = 2019-04-07
statutory = [2019-04-05]
worked = []
words = "放假"
"""


def _written(folder, text, name="2019.toml"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_notice_may_reach_into_the_year_before_if_it_says_so(tmp_path):
    _written(tmp_path, HEAD + NEW_YEAR + QINGMING)

    calendar = Calendar.national(tmp_path)

    assert calendar.is_working_day(date(2018, 12, 29))  # a Saturday
    assert calendar.is_rest_day(date(2018, 12, 31))  # a Monday
    assert not calendar.covers(date(2018, 12, 28))


@pytest.mark.parametrize(
    ("change", "into", "zh", "en"),
    [
        ("2018-12-31]", "]", "2018-12-31 不在2019年内", "list it under reaches"),
        ("last = 2019-04-07", "last = 2019-04-04", "起止日期不对", "mend the range"),
        ("last = 2019-04-07", "last = 2019-05-07", "起止日期不对", "mend the range"),
        ("first = 2019-04-05", "first = 2019-01-01", "起止日期不对", "mend the range"),
        ("worked = []", "worked = [2019-04-06]", "2019-04-06 出现了2次", "is named 2 times"),
        ("worked = []", "worked = [2019-04-08]", "2019-04-08 不是周末", "is no weekend"),
        ("statutory = [2019-04-05]", "statutory = [2019-04-08]", "不在清明节放假日内", "is no day off of"),
        ("year = 2019", "year = 2020", "文件名应与 year = 2020 一致", "differ"),
        ("〔2018〕15号", "2018-15", "请照抄", "copy it"),
        ('note = "仅用于测试"', 'note = ""', "note 为空", "note is empty"),
        ('zh = "清明节"\n', "", "缺少 'zh'", "lacks the entry 'zh'"),
        ("first = 2019-04-05", 'first = "2019-04-05"', "写法不对", "written wrongly"),
        ("first = 2019-04-05", "first = 2019-04-05T00:00:00", "写法不对", "written wrongly"),
        ("year = 2019", "year = ", "不是有效的 TOML", "not valid TOML"),
    ],
)
def test_what_cannot_be_right_is_refused_with_the_file_and_what_to_mend(tmp_path, change, into, zh, en):
    text = HEAD + NEW_YEAR + QINGMING
    assert change in text
    path = _written(tmp_path, text.replace(change, into))

    with pytest.raises(Gap) as refused:
        read_notice(path)

    assert zh in refused.value.zh
    assert en in refused.value.en
    assert "2019.toml" in refused.value.zh
    assert "2019.toml" in refused.value.en


def test_overlapping_holidays_are_refused(tmp_path):
    again = QINGMING.replace("2019-04-05\nlast", "2019-04-07\nlast").replace("last = 2019-04-07", "last = 2019-04-08")
    again = again.replace("[2019-04-05]", "[]")

    with pytest.raises(Gap, match="2019-04-07 出现了2次"):
        read_notice(_written(tmp_path, HEAD + NEW_YEAR + QINGMING + again))


def test_a_notice_without_holidays_is_refused(tmp_path):
    with pytest.raises(Gap, match="没有任何节假日"):
        read_notice(_written(tmp_path, "holidays = []\n" + HEAD))


def test_two_files_that_dispose_of_the_same_day_are_refused(tmp_path):
    _written(tmp_path, HEAD + NEW_YEAR)
    other = HEAD.replace("2019", "2018").replace("reaches = [2018-12-29, 2018-12-30, 2018-12-31]", "reaches = []")
    _written(
        tmp_path, other + QINGMING.replace("2019-04-0", "2018-12-2").replace("2018-12-27", "2018-12-29"), "2018.toml"
    )

    with pytest.raises(Gap, match="2018-12-29 在2018年与2019年的日历文件中均有规定"):
        Calendar.national(tmp_path)


def test_a_folder_without_any_file_is_refused_and_not_guessed_over(tmp_path):
    with pytest.raises(Gap, match="没有任何年度日历文件"):
        Calendar.national(tmp_path)
