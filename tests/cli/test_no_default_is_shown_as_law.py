"""Is one of our defaults anywhere shown as law? 默认不充法律.

Whoever reads a message, a screen or a paper must see of every period what kind of truth it is.  All messages about all
duties of all packs are rendered; the screens are those of a whole case that was played.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from typer.testing import CliRunner

from cli.given import Given
from cli.main import app
from notifications.render import render
from packs.loader import available, load
from packs.pack import Pack
from rules.duty import DutySpec
from rules.vocabulary import Force, ProcedureKind
from scenarios.player import play
from tasks.wording import DutyWords
from tests.cli.counter import ROOT, Counter

AT = datetime(2026, 3, 2, 2, 20, tzinfo=UTC)
STORIES = ("after-a-beating", "a-quiet-girl", "with-grandmother")
SAID_ZH = re.compile(r"(?<!非)(?<!非全国统一的)法定(?!代理|监护|职责|继承)")
"""What is called statutory; 非法定 is not, and 法定代理人 is a person."""
SAID_EN = re.compile(r"(?<!not a )(?<!national )statutory", re.IGNORECASE)
LENGTH = re.compile(r"\d+ ?(个)?(工作日|小时|日内|天内|个月|days?\b|hours?\b|months?\b)")


class Shown(NamedTuple):
    """A duty of a pack with one of its periods."""

    pack: Pack
    spec: DutySpec
    variant: str

    @property
    def force(self) -> Force:
        return self.pack.force_of(self.spec.periods[self.variant])


def of(name: str) -> Iterator[Shown]:
    pack = load(name)
    for spec in pack.duties.values():
        for variant in spec.periods:
            yield Shown(pack, spec, variant)


def own(name: str) -> Iterator[Shown]:
    """Of a local pack only what it does not have from the national one word for word."""
    national = load("national")
    for shown in of(name):
        if name == "national" or national.duties.get(shown.spec.code) != shown.spec:
            yield shown


def messages(shown: Shown, lang: str) -> Iterator[str]:
    """Every message that states the period of a duty."""
    pack, spec, variant = shown
    words = DutyWords(
        case_no="C-00000-00000",
        duty_no="C-00000-00000/1",
        procedure=ProcedureKind.MANDATORY_REPORTING,
        spec=spec,
        period=spec.periods[variant],
        since_at=AT,
        internal_due_at=AT + timedelta(days=3),
        legal_due_at=AT + timedelta(days=4),
        provisional=False,
    )
    common, full = words.facts(pack, lang), words.facts_in_full(pack, lang)
    late = {"yours": True, "owed_by": "岗位", "rung": 1, "rungs_total": 3, "again": 0, "overdue_for": "1"}
    yield render("duty_opened", lang, full).text
    yield render("reminder", lang, {**full, "remaining": "1", "last_safe": False}).text
    yield render("escalation", lang, {**common, **late, "next_rung": "", "document": ""}).text
    yield render("unheld", lang, words.unheld_facts(pack, ["county_office"], lang)).text


@pytest.mark.parametrize("name", available())
def test_every_message_about_every_duty_says_what_kind_of_truth_its_period_is(name: str) -> None:
    for shown in own(name):
        for text in messages(shown, "zh"):
            where = (shown.spec.code, shown.variant, text)
            assert ("本系统默认时限，非法定期限" in text) == (shown.force is Force.OUR_DEFAULT), where
            assert bool(SAID_ZH.search(_but_names(text, shown))) == (shown.force is Force.STATUTORY), where
        for text in messages(shown, "en"):
            where = (shown.spec.code, shown.variant, text)
            assert ("a default of this system, not a statutory period" in text) == (shown.force is Force.OUR_DEFAULT)
            assert ("Statutory period: " in text) == (shown.force is Force.STATUTORY), where


def _but_names(text: str, shown: Shown) -> str:
    """Without the names of things, among which 法定 may stand: an act is called what the law calls it."""
    for name in (shown.spec.zh, shown.spec.starts, *(shown.pack.fact(row).basis for row in shown.spec.ground)):
        text = text.replace(name, "")
    return text


def test_a_pack_is_listed_with_the_force_of_each_period(counter: Counter) -> None:
    told = counter.facts("pack", "show", "fujian-2024")
    forces = {
        (duty["code"], variant): one["force"] for duty in told["duties"] for variant, one in duty["periods"].items()
    }
    assert forces == {(one.spec.code, one.variant): one.force.value for one in of("fujian-2024")}

    screen = counter.done("pack", "show", "fujian-2024").out
    assert len(re.findall("our default, not law", screen)) == list(forces.values()).count("our_default")
    assert len(SAID_EN.findall(screen)) == list(forces.values()).count("statutory")


@pytest.mark.slow
@pytest.mark.parametrize("story", STORIES)
def test_the_screens_of_a_whole_case_say_it_wherever_they_state_a_period(story: str, tmp_path: Path) -> None:
    with play(ROOT / "examples" / "scenarios" / f"{story}.yaml", home=tmp_path) as played:
        case_no = next(iter(played.cases.values()))
    sheet = json.loads(_screen(tmp_path, "audit", "sheet", case_no, "--json"))
    forces = {rule["no"]: rule["force"] for part in sheet["procedures"] for rule in part["rules"] if rule["no"]}
    assert "our_default" in forces.values()

    for number, force in forces.items():
        period = _between(_screen(tmp_path, "why", case_no, number), "时限  Period", "怎么算的")
        assert ("本系统默认（非法定）" in period) == (force == "our_default"), (number, period)
        assert bool(SAID_ZH.search(period)) == (force == "statutory"), (number, period)
    owed = [line for line in _screen(tmp_path, "timeline", case_no).splitlines() if "须于" in line]
    assert len(owed) >= len(forces)
    assert [line for line in owed if not re.search("法定|地方规定|本系统默认（非法定）", line)] == []
    english = [line for line in _screen(tmp_path, "timeline", case_no).splitlines() if ": owed by " in line]
    assert len(english) == len(owed)
    assert [line for line in english if not re.search(r"statutory\)|local rule\)|our default, not law\)", line)] == []


def _screen(home: Path, *words: str) -> str:
    """What a command shows of a rehearsal: its clock stands where the story ended."""
    ended = CliRunner().invoke(app, list(words), obj=Given(home=home))
    assert ended.exit_code == 0, ended.stderr
    return ended.stdout


def _between(text: str, first: str, then: str) -> str:
    return text.partition(first)[2].partition(then)[0]


def test_no_help_states_a_period_as_if_it_were_law() -> None:
    reference = (ROOT / "docs" / "reference" / "cli.md").read_text(
        "utf-8"
    )  # written from the help; kept equal by a test
    stated = [line for line in reference.splitlines() if LENGTH.search(line)]
    assert [line for line in stated if not re.search("默认|default|第.+条|e\\.g\\.|如 |例", line)] == []
