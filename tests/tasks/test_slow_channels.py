"""A channel that takes its time: does a message still go out once, whoever else delivers meanwhile? 缓慢的通道."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from notifications.message import Outgoing, Receipt
from tasks import deliver
from tests.colleagues import another
from tests.office import County

TOLD_AT_ONCE = 5


@dataclass
class Slow:
    """A channel on which each message takes so many seconds; while it waits, a colleague delivers too."""

    county: County
    seconds: float
    seen: Counter[str] = field(default_factory=Counter)
    name: str = "file"
    colleague: County | None = None

    def send(self, message: Outgoing) -> Receipt:
        self.county.clock.move(seconds=self.seconds)
        self.seen[message.message_id] += 1
        if self.colleague is not None:
            colleague, self.colleague = self.colleague, None  # one at a time
            deliver.deliver(colleague.office)
            self.colleague = colleague
        return Receipt(reference="taken")


def test_while_a_worker_sends_slowly_nobody_else_sends_what_it_has_claimed(county: County) -> None:
    county.a_case()
    slow = Slow(county, seconds=20)
    worker = another(county, "qinghe-2", channels={"file": slow})
    slow.colleague = another(county, "qinghe-3", channels={"file": slow})

    for _ in range(TOLD_AT_ONCE):
        deliver.deliver(worker.office)

    assert slow.seen == {one.no: 1 for one in county.notices()}
    assert county.queued() == []


def test_what_a_slow_worker_does_not_get_to_is_free_again_at_once(county: County) -> None:
    county.a_case()
    slow = Slow(county, seconds=deliver.LEASE.total_seconds() / 2)
    worker = another(county, "qinghe-2", channels={"file": slow})

    assert deliver.deliver(worker.office) == 1

    assert len(county.queued()) == TOLD_AT_ONCE - 1
    assert {one.leased_until for one in county.queued()} == {None}
    assert {one.attempts for one in county.queued()} == {0}
