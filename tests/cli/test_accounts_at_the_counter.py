"""Who may sign in, as somebody at the machine settles it. 柜台管理账号."""

from __future__ import annotations

import json

import pytest

from tests.cli.counter import Counter

CIVIL = "W-003"


@pytest.fixture
def made(counter: Counter) -> dict[str, str]:
    """郑民's account, and its one-time password."""
    found: dict[str, str] = counter.facts("account", "add", "zheng", "--person", CIVIL)
    return found


def test_an_account_is_opened_and_its_password_is_told_once(counter: Counter) -> None:
    told = counter.done("account", "add", "Zheng", "--person", CIVIL)
    (line,) = [line for line in told.out.splitlines() if "一次性密码" in line]
    password = line.partition("：")[2].split()[0]
    assert len(password) == len("XXXX-XXXX-XXXX-XXXX")
    assert "3月9日" in told.out, "until when it is good"
    listed = counter.done("account", "list").out
    assert ("zheng" in listed, "待换密码" in listed, password in listed) == (True, True, False)
    assert password not in json.dumps(counter.facts("account", "list"))


def test_what_is_wrong_is_refused_and_nothing_is_opened(counter: Counter) -> None:
    for words in (("zheng",), ("zheng", "--person", "W-999"), ("z", "--person", CIVIL)):
        assert counter.hutong("account", "add", *words).code != 0
    assert counter.facts("account", "list") == []
    assert "还没有账号" in counter.done("account", "list").out


def test_a_lost_password_is_reset_to_another(counter: Counter, made: dict[str, str]) -> None:
    again = counter.facts("account", "reset", "zheng")
    assert (again["no"], again["password"] == made["password"]) == (made["no"], False)


def test_an_account_is_closed_and_opened_again(counter: Counter, made: dict[str, str]) -> None:
    assert "已停用" in counter.done("account", "close", made["no"]).out
    assert "已停用" in counter.done("account", "list").out
    assert counter.facts("account", "reopen", "zheng")["closed_at"] is None


def test_the_last_administrator_stays(counter: Counter) -> None:
    counter.done("account", "add", "chief", "--administrator")
    told = counter.hutong("account", "close", "chief", "--json")
    assert "最后一个管理员" in told.error["zh"]
    assert "管理员" in counter.done("account", "list").out


def test_an_account_that_is_not_there_is_told_so_by_every_verb(counter: Counter) -> None:
    for verb in ("reset", "close", "reopen", "second-factor", "sessions"):
        told = counter.hutong("account", verb, "nobody", "--json")
        assert (told.code != 0, "account list" in told.error["zh"]) == (True, True)


def test_sessions_and_the_second_factor_can_be_looked_at_and_ended(counter: Counter, made: dict[str, str]) -> None:
    assert counter.facts("account", "sessions", "zheng") == {"account": made["no"], "ended": 0, "sessions": []}
    assert "没有登录中的会话" in counter.done("account", "sessions", "zheng").out
    assert "已退出 0 个会话" in counter.done("account", "sessions", "zheng", "--end").out
    assert "未启用两步验证" in counter.done("account", "second-factor", "zheng").out
    assert counter.facts("account", "second-factor", "zheng", "--remove")["second_factor"] is False


def test_an_account_is_linked_to_the_identity_service_and_unlinked(counter: Counter, made: dict[str, str]) -> None:
    told = counter.hutong("account", "link", "zheng", "--subject", "110101", "--json")
    assert "HUTONG_OIDC_ISSUER" in told.error["zh"]
    counter.environment = {"HUTONG_OIDC_ISSUER": "https://id.example.invalid"}
    assert "已关联" in counter.done("account", "link", "zheng", "--subject", "-", stdin="110101").out
    assert counter.facts("account", "list")[0]["must_change"] is False
    assert counter.facts("account", "unlink", "zheng")["no"] == made["no"]
    assert counter.facts("account", "list")[0]["must_change"] is True


def test_a_program_is_let_in_for_one_post_and_let_in_no_more(counter: Counter) -> None:
    made = counter.facts("account", "token", "学校系统", "--post", "P-EDU", "--scope", "report", "--scope", "查询")
    (listed,) = counter.facts("account", "tokens")
    assert (listed["no"], listed["post"], listed["scopes"]) == (made["no"], "P-EDU", ["read", "report"])
    assert made["token"] not in json.dumps(listed)
    assert "有效至" in counter.done("account", "tokens").out
    counter.done("account", "revoke", made["no"])
    assert "已吊销" in counter.done("account", "tokens").out


def test_a_token_is_told_once_in_words_too(counter: Counter) -> None:
    told = counter.done("account", "token", "x", "--post", "P-EDU", "--scope", "read", "--days", "1")
    assert "hutong_" in told.out
    assert counter.hutong("account", "token", "x", "--post", "P-EDU", "--scope", "everything").code != 0
    counter.clock.move(days=1)
    assert "已过期" in counter.done("account", "tokens").out
