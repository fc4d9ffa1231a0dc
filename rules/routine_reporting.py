"""What agencies owe themselves, once in each window of the calendar, and the answers. 定期上报、档案抽查、学校活动.

No national text sets a day: 福建 2024 三（三）8 and 五（二）do (10 and 30 November).  福建 三（四）13 asks for safety
in the villages and 三（五）17 for training each year; 福建 三（四）13, 临沂 2024 二（四）10 and 天门 2025
三（六）、三（九）ask schools.
What stands here is owed by nobody unless a local rule asks for it: the pack's rhythms say of whom (`owed_by_each`).
"""

from __future__ import annotations

from dataclasses import dataclass

from rules.duty import Answer, Duty, Fault, Words
from rules.orders import missing

DRAWN_BY = "HT-202"
"""Fact row of how the files of a spot check are drawn."""

SHARE_DRAWN = 10
"""Percent of the files on the list that are looked at (our default, HT-202: the text gives no number)."""

LEAST_DRAWN, MOST_DRAWN = 10, 50
"""Files that are looked at in any case, and at the most (our default, HT-202)."""


def how_many_to_draw(files: int) -> int:
    """How many of so many files a spot check looks at.

    >>> [how_many_to_draw(files) for files in (0, 4, 60, 234, 9_000)]
    [0, 4, 10, 24, 50]
    """
    share = -(-files * SHARE_DRAWN // 100)  # rounded up
    return min(files, MOST_DRAWN, max(LEAST_DRAWN, share))


@dataclass(frozen=True, kw_only=True)
class SpotChecked(Answer):
    """The files that were drawn have been looked at; those that are not named were in order. 抽查结果.

    Args:
        with_gaps: numbers of the drawn files in which something is missing.
        not_kept: numbers of those that nobody keeps.
        findings: what is missing; needed where anything is.
        mending: by when and by whom it is mended.
    """

    with_gaps: tuple[str, ...] = ()
    not_kept: tuple[str, ...] = ()
    findings: Words = ""
    mending: Words = ""

    def faults(self) -> tuple[Fault, ...]:
        """Each file has one result, and what is wrong is said."""
        wrong = []
        if both := sorted({*self.with_gaps} & {*self.not_kept}):
            listed = "、".join(both)
            zh = f"同一份档案只有一种结果，请只填一处：{listed}"
            wrong.append(Fault(field="with_gaps", zh=zh, en=f"one file, one result: {', '.join(both)} has two"))
        if (self.with_gaps or self.not_kept) and not self.findings:
            zh = "抽查发现问题的，请写明缺什么（findings）"
            wrong.append(missing("findings", zh, "findings is missing: say what the files lack"))
        return tuple(wrong)


@dataclass(frozen=True, kw_only=True)
class Inspected(Answer):
    """The work of the counties was inspected. 检查记录."""

    findings: Words
    mending: Words = ""


@dataclass(frozen=True, kw_only=True)
class RoutineReport(Answer):
    """A report was sent to the level above. 上报.

    Its figures are no fields: they are computed when it is entered, and kept with it (HT-204).
    """

    summary: Words
    problems: Words = ""
    mending: Words = ""


@dataclass(frozen=True, kw_only=True)
class ActivityHeld(Answer):
    """Families were guided together. 家庭教育指导活动."""

    families: int
    topic: Words = ""

    def faults(self) -> tuple[Fault, ...]:
        """Somebody came."""
        return _at_least_one("families", self.families, "参加的家庭", "families")


@dataclass(frozen=True, kw_only=True)
class PupilsTaught(Answer):
    """Pupils were taught together. 法治专题教育、安全知识讲堂."""

    pupils: int
    topic: Words = ""

    def faults(self) -> tuple[Fault, ...]:
        """Somebody was there."""
        return _at_least_one("pupils", self.pupils, "参加的学生", "pupils")


@dataclass(frozen=True, kw_only=True)
class VillagesReached(Answer):
    """Children and guardians were taught safety in their villages. 安全知识进村（居）活动.

    What several departments held together each of them enters: the text asks it of each (FJ-13a).
    """

    villages: int
    topic: Words = ""
    held_with: Words = ""

    def faults(self) -> tuple[Fault, ...]:
        """At least one village was reached; the text does not say how many."""
        return _at_least_one("villages", self.villages, "到达的村（居）", "villages")


@dataclass(frozen=True, kw_only=True)
class ModelTrainingHeld(Answer):
    """Child workers were trained as a model for the levels below. 示范培训."""

    trained: int
    topic: Words = ""

    def faults(self) -> tuple[Fault, ...]:
        """Somebody was there."""
        return _at_least_one("trained", self.trained, "参训的人", "trained")


@dataclass(frozen=True, kw_only=True)
class AllTrained(Answer):
    """Every child supervisor and child director of the county was trained in the year. 培训全覆盖.

    Args:
        workers: how many of them are in office.
        trained: how many of these were trained this year.
        training_files: where the training files of all of them are kept.
    """

    workers: int
    trained: int
    training_files: Words

    def faults(self) -> tuple[Fault, ...]:
        """The text asks for all of them (全覆盖): as long as one is left the duty stays owed."""
        wrong = list(_at_least_one("workers", self.workers, "在岗的儿童督导员、儿童主任", "workers"))
        if self.trained != self.workers:
            zh = f"在岗 {self.workers} 人，受训 {self.trained} 人：全部受训后再登记；离岗的两处都不计"
            en = f"{self.workers} in office, {self.trained} trained: enter it when all are; leave out who has left"
            wrong.append(Fault(field="trained", zh=zh, en=en))
        return tuple(wrong)


@dataclass(frozen=True, kw_only=True)
class Certified(Answer):
    """Who gets a benefit was gone through, each still alive, still here, still entitled. 半年认证.

    Args:
        certified: how many were.
        not_certified: how many were not; who they are stands in the list that is sent to the county.
    """

    certified: int
    not_certified: int

    def faults(self) -> tuple[Fault, ...]:
        """Numbers, none below nought; a township without any says nought and nought."""
        wrong = [name for name in ("certified", "not_certified") if getattr(self, name) < 0]
        return tuple(Fault(field=name, zh="应为不小于 0 的整数", en="0 or more") for name in wrong)


def _at_least_one(field: str, number: int, zh: str, en: str) -> tuple[Fault, ...]:
    if number >= 1:
        return ()
    return (Fault(field=field, zh=f"{zh}应为 1 以上的整数；没有开展的不算办理", en=f"{en} is 1 or more"),)


SPOT_CHECK_FILES = Duty("spot_check_files", SpotChecked)
REPORT_SPOT_CHECKS = Duty("report_spot_checks", RoutineReport)
INSPECT_CARE_WORK = Duty("inspect_care_work", Inspected)
REPORT_PROGRESS = Duty("report_progress", RoutineReport)
HOLD_FAMILY_EDUCATION = Duty("hold_family_education", ActivityHeld)
TEACH_THE_LAW = Duty("teach_the_law", PupilsTaught)
SAFETY_TALK_WINTER = Duty("safety_talk_winter", PupilsTaught)
SAFETY_TALK_SUMMER = Duty("safety_talk_summer", PupilsTaught)
VILLAGE_SAFETY_ACTIVITY = Duty("village_safety_activity", VillagesReached)
MODEL_TRAINING = Duty("model_training", ModelTrainingHeld)
CERTIFY_JANUARY = Duty("certify_january", Certified)
CERTIFY_JULY = Duty("certify_july", Certified)
TRAIN_CHILD_WORKERS = Duty("train_child_workers", AllTrained)

FIGURED = frozenset({REPORT_SPOT_CHECKS.code, REPORT_PROGRESS.code})
"""Duties whose answer carries the figures of the year so far."""
