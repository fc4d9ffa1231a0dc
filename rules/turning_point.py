"""What is owed when a child comes of age or dies in mid-case. 成年、死亡事项审查的各项职责 (民法典 Art. 39)."""

from __future__ import annotations

from dataclasses import dataclass

from rules.duty import Answer, Duty, Fault, Words
from rules.vocabulary import UnitKind


@dataclass(frozen=True, kw_only=True)
class ComingOfAgeReviewed(Answer):
    """Which duties go on though the child is grown. 成年后继续事项的审查."""

    duties_go_on: bool
    reason: Words = ""


@dataclass(frozen=True, kw_only=True)
class YoungAdultTold(Answer):
    """The young adult knows what support there is, and how to reach it. 成年后支持的告知."""


@dataclass(frozen=True, kw_only=True)
class GuardianshipEnded(Answer):
    """Guardianship has ended, and money and papers are the young adult's. 监护终止的交接."""


@dataclass(frozen=True, kw_only=True)
class DeathReported(Answer):
    """The government above knows. 死亡事件上报."""


@dataclass(frozen=True, kw_only=True)
class DeathReviewed(Answer):
    """What must go on although the child is dead. 死亡后的审查."""

    criminal_goes_on: bool
    accountability_goes_on: bool
    late_unit: UnitKind | None = None  # a unit that should have reported and did not

    def faults(self) -> tuple[Fault, ...]:
        """Only a unit under a duty to report can have failed it."""
        if self.late_unit is None or self.late_unit.must_report:
            return ()
        return (
            Fault(
                field="late_unit",
                zh=f"{self.late_unit.zh}没有强制报告义务，不能因未报告被追责",
                en=f"{self.late_unit} is under no duty to report",
            ),
        )


REVIEW_COMING_OF_AGE = Duty("review_coming_of_age", ComingOfAgeReviewed)
TELL_YOUNG_ADULT = Duty("tell_young_adult", YoungAdultTold)
END_GUARDIANSHIP = Duty("end_guardianship", GuardianshipEnded)
REPORT_DEATH = Duty("report_death", DeathReported)
REVIEW_AFTER_DEATH = Duty("review_after_death", DeathReviewed)
