"""Notices appended to a file and printed on a screen."""

from __future__ import annotations

import io
import json
import stat
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from notifications.channels import CHANNELS, ChannelSettings, open_channels
from notifications.channels.console import ConsoleChannel
from notifications.channels.file import FileChannel
from notifications.message import Outgoing
from rules.errors import Refused, Unavailable

ROOT = Path(__file__).parents[2]
_APPEND_100 = """
import sys
from pathlib import Path
from notifications.channels.file import FileChannel
from notifications.message import Outgoing
channel = FileChannel(Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
for number in range(100):
    message_id = f"{sys.argv[2]}-{number}"
    channel.send(Outgoing(message_id=message_id, subject="题", text="文" * 3000, address="990101-07", lang="zh"))
"""


def test_a_notice_becomes_one_line_and_its_hash_is_the_receipt(
    tmp_path: Path, a_notice: Callable[..., Outgoing]
) -> None:
    outbox = tmp_path / "new folder" / "notices.jsonl"

    receipt = FileChannel(outbox).send(a_notice(text="两行\n文字\r\n"))

    line = outbox.read_bytes().removesuffix(b"\n")
    assert b"\n" not in line
    assert json.loads(line) == {
        "message_id": "N-20260305-0007",
        "address": "990101-07",
        "lang": "zh",
        "subject": "【护童】待办：向报告单位反馈（QH-2026-0012）",
        "text": "两行\n文字\r\n",
    }
    assert receipt.reference == f"sha256:{sha256(line).hexdigest()}"
    assert stat.S_IMODE(outbox.stat().st_mode) == 0o600


def test_a_second_try_leaves_the_same_line_with_the_same_number(
    tmp_path: Path, a_notice: Callable[..., Outgoing]
) -> None:
    channel = FileChannel(tmp_path / "notices.jsonl")

    assert channel.send(a_notice()) == channel.send(a_notice())

    first, second = (tmp_path / "notices.jsonl").read_bytes().splitlines()
    assert first == second


def test_two_processes_that_append_at_once_keep_their_lines_whole(tmp_path: Path) -> None:
    outbox = tmp_path / "notices.jsonl"
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", _APPEND_100, str(outbox), writer],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for writer in ("A", "B")
    ]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"ready\n"
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write(b"go\n")
        writer.stdin.flush()
    for writer in writers:
        writer.communicate(timeout=60)
        assert writer.returncode == 0

    numbers = [json.loads(line)["message_id"] for line in outbox.read_bytes().splitlines()]
    assert sorted(numbers) == sorted(f"{writer}-{number}" for writer in "AB" for number in range(100))


def test_after_a_torn_line_the_next_notice_starts_its_own(tmp_path: Path, a_notice: Callable[..., Outgoing]) -> None:
    outbox = tmp_path / "notices.jsonl"
    outbox.write_bytes(b'{"message_id":"N-1","subj')

    FileChannel(outbox).send(a_notice())

    torn, whole = outbox.read_bytes().splitlines()
    assert torn == b'{"message_id":"N-1","subj'
    assert json.loads(whole)["message_id"] == "N-20260305-0007"


def test_a_file_that_cannot_be_written_is_a_passing_failure(tmp_path: Path, a_notice: Callable[..., Outgoing]) -> None:
    (tmp_path / "blocked").write_bytes(b"")

    with pytest.raises(Unavailable) as failure:
        FileChannel(tmp_path / "blocked" / "notices.jsonl").send(a_notice())

    assert (failure.value.permanent, failure.value.code) == (False, "cannot_write")


def test_a_notice_is_printed_with_its_post(a_notice: Callable[..., Outgoing]) -> None:
    screen = io.StringIO()

    receipt = ConsoleChannel(screen).send(a_notice())

    assert screen.getvalue().startswith("── 990101-07 ── 【护童】待办")
    assert receipt.reference.startswith("sha256:")


def test_a_notice_cannot_steer_the_terminal(a_notice: Callable[..., Outgoing]) -> None:
    screen = io.StringIO()

    ConsoleChannel(screen).send(a_notice(text="a\x1b[2J\x07b"))

    assert "\x1b" not in screen.getvalue()
    assert "\x07" not in screen.getvalue()


def test_a_screen_without_chinese_still_shows_the_notice(a_notice: Callable[..., Outgoing]) -> None:
    paper = io.BytesIO()
    screen = io.TextIOWrapper(paper, encoding="ascii")

    ConsoleChannel(screen).send(a_notice(text="QH-2026-0012 请办理"))

    assert b"QH-2026-0012 ???" in paper.getvalue()


def test_a_closed_screen_is_a_passing_failure_and_an_address_of_two_lines_a_permanent_one(
    a_notice: Callable[..., Outgoing],
) -> None:
    screen = io.StringIO()
    with pytest.raises(Unavailable) as refused:
        ConsoleChannel(screen).send(a_notice(address="990101-07\nforged"))
    assert refused.value.permanent
    assert screen.getvalue() == ""

    screen.close()
    with pytest.raises(Unavailable) as passing:
        ConsoleChannel(screen).send(a_notice())
    assert not passing.value.permanent


def test_every_channel_opens_under_its_own_name(settings: Callable[..., ChannelSettings]) -> None:
    channels = open_channels(settings(smtp_host="127.0.0.1"))

    assert channels.keys() == CHANNELS
    assert all(channel.name == name for name, channel in channels.items())


@pytest.mark.parametrize("name", ["smtp", "webhook"])
def test_a_channel_that_nobody_set_up_refuses_at_once_so_that_nobody_waits(
    name: str, settings: Callable[..., ChannelSettings], a_notice: Callable[..., Outgoing]
) -> None:
    channels = open_channels(settings(webhook_secret=b""))

    with pytest.raises(Unavailable) as failure:
        channels[name].send(a_notice())

    assert (failure.value.permanent, failure.value.code) == (True, "channel_not_set_up")


def test_settings_refuse_a_password_in_the_clear_and_mail_without_a_sender(
    settings: Callable[..., ChannelSettings],
) -> None:
    with pytest.raises(Refused, match="明文"):
        settings(smtp_user="hutong", smtp_password="a password", smtp_starttls=False)
    with pytest.raises(Refused, match="发件地址"):
        settings(smtp_host="127.0.0.1", smtp_sender="")


def test_settings_and_notices_do_not_show_their_secrets(
    settings: Callable[..., ChannelSettings], a_notice: Callable[..., Outgoing]
) -> None:
    shown = repr(settings(smtp_user="hutong", smtp_password="a password")) + repr(a_notice(address="li@qinghe.invalid"))

    assert not [word for word in ("a password", "a secret of", "li@qinghe", "待办") if word in shown]


@pytest.mark.parametrize("message_id", ["", "N 1", "N-1>\r\nBcc: x", "-N", "号", "N" * 129])
def test_a_message_id_is_plain_letters_and_digits(message_id: str, a_notice: Callable[..., Outgoing]) -> None:
    with pytest.raises(ValueError, match="message id"):
        a_notice(message_id=message_id)


@pytest.mark.parametrize("subject", ["a\nBcc: x", "a\rb", "a\u2028b", "a\x00b", "a\x1bb"])
def test_a_subject_is_one_line(subject: str, a_notice: Callable[..., Outgoing]) -> None:
    with pytest.raises(ValueError, match="one line"):
        a_notice(subject=subject)
