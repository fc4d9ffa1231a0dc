"""The reference of the language, written from its one table. 情景用语说明."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scenarios.holding import EXPECTATIONS
from scenarios.language import ADULT, CHILD, HEAD, LINE, PASSING, Key, Value, Verb
from scenarios.verbs import ACTS

TARGET = "docs/reference/scenario.md"

_HEAD = """\
# 情景文件 / The scenario file

由 `scripts/write-scenario-reference` 从用语表生成，请勿手改。
Written by `scripts/write-scenario-reference` from the table of the language; do not edit.

`hutong play FILE` 演练一个情景：YAML，UTF-8，不超过 1 MB。整个文件先读完、核对完，才演第一行；有任何一处不对，
一行都不演，逐处说明文件、行号、怎么改（退出码 3）。演练用自己的模拟库，永远不会是正式库；消息只留存，不发出。
同一情景每次得到同样的编号。怎么写：[write-a-scenario.md](../howto/write-a-scenario.md)。

A scenario is one YAML document in UTF-8, at most 1 MB. The whole file is read and checked before its first line is
played; if anything is wrong nothing is played, and each mistake is told with file, line and mend (exit code 3). It is
played in a simulated database of its own that can never be live; messages are kept and not sent. The same scenario
gives the same numbers.

- 名称用中文，也可用英文；值可用代码或中文。不认识的名称会被拒绝，并提示最接近的。
  Keys in Chinese or English, terms by code or in Chinese; an unknown key is refused, with the nearest one.
- 各行按**录入**的先后写。时钟只向前走；早先发生、后来才录入的，写“发生”为当时，“录入”为后来。
  Lines stand in the order in which they are *entered*; the clock only goes forward. What happened earlier and was
  entered later has an earlier `happened`.
- 一行一项行为。行为后面写一组内容；只写一个值，就是该行为的第一项。
  One act in a line; a scalar behind it stands for its first key.
- 人用代称，即卷首写的名字；岗位用编号或名称。 People by nickname, posts by number or name.
- 两行之间，每一级督办、每一次送达、生日都在各自的时刻发生。
  Between two lines every rung, message and birthday comes at its own moment.
- 时间的写法决定精度 The spelling of a moment says how exactly it is known：

| 写法 Spelling | 精度 Precision |
|---|---|
| `2026-03-02 10:30`、`星期一 2026-03-02 10:30` | 准确 exact；写了星期就核对 a weekday is checked |
| `2026-03-02` | 到日 the day |
| `2026-03` | 到月 the month |
| `2026` | 到年 the year |
| `约 2026-03-02` | 大约 about；`约 2026-03` 即到月 the month |
| `不详` | 不详 unknown |
"""

_STORY = """
## 经过 / The story

每行 Every line：
"""

_EXPECT_HEAD = """
## 应当 / What must hold

`应当` 后面是列表，每项的第一个名称说明核对什么，其余是条件；可加 `儿童`。全部核对完才结束；有不符的，退出码 1，
逐项说明文件、行号、应为何、实为何。

A list; the first key of an item says what is looked at, the others what must hold of it; `child` may be added. All are
checked; each failure is told with file, line, what was expected and what is there, and the exit code is 1.
"""


def reference() -> str:
    """The whole document."""
    parts = [
        _HEAD,
        *_section("卷首", "The head", HEAD),
        *_section("儿童", "Children", CHILD),
        *_section("成年人", "Adults", ADULT),
        _STORY,
        *_table(LINE),
        *(line for verb in ACTS for line in _verb("###", verb)),
        _EXPECT_HEAD,
        *(line for verb in EXPECTATIONS for line in _verb("###", verb)),
        *_values(),
    ]
    return "\n".join(parts).rstrip() + "\n"


def _section(zh: str, en: str, keys: Sequence[Key]) -> Iterator[str]:
    yield f"\n## {zh} / {en}\n"
    yield from _table(keys)


def _verb(level: str, verb: Verb) -> Iterator[str]:
    yield f"\n{level} {verb.zh} `{verb.name}`\n"
    yield f"{verb.says}。 {_sentence(verb.says_en)}"
    needs = ["须有经办 needs `by`"] if verb.by else []
    if verb.name in PASSING and verb.name != "gap":
        needs.append("不写时间 no moment of its own")
    if needs:
        yield f"\n{'；'.join(needs)}。"
    if verb.keys:
        yield ""
        yield from _table(verb.keys)


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def _table(keys: Sequence[Key]) -> Iterator[str]:
    yield "| 名称 | Key | 必填 | 内容 Content |"
    yield "|---|---|---|---|"
    for key in keys:
        required = "是 yes" if key.required else ""
        yield f"| {key.zh} | `{key.name}` | {required} | {_content(key)} |"


def _content(key: Key) -> str:
    told = [f"{key.value.zh} {key.value.en}"]
    if key.term is not None and key.value in (Value.TERM, Value.TERMS, Value.TERM_OR_ALL, Value.PARTIES_BY_ROLE):
        told.append(f"见 [{key.term.__name__}](#{key.term.__name__.lower()})")
    said = f"{key.says} {key.says_en}".strip()
    if said:
        told.append(said)
    return "；".join(told).replace("|", "\\|")


def _values() -> Iterator[str]:
    """Every list of words that the tables above point to."""
    terms = {key.term for verb in (*ACTS, *EXPECTATIONS) for key in verb.keys if key.term is not None}
    terms |= {key.term for key in (*CHILD, *ADULT) if key.term is not None}
    yield "\n## 用语 / Terms"
    for term in sorted(terms, key=lambda one: one.__name__):
        yield f"\n### {term.__name__}\n"
        yield "、".join(f"{one.zh} `{one.value}`" for one in term)
