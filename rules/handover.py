"""The duties of a hand-over: it has a sender, a receiver and a receipt, or it has not happened. 移交的各项职责."""

from __future__ import annotations

from dataclasses import dataclass

from rules.duty import Answer, Duty, Fault, Words


@dataclass(frozen=True, kw_only=True)
class HandoverAgreed(Answer):
    """Whether the other side's civil affairs agreed. 与对方民政部门协商."""

    agreed: bool
    reason: Words = ""


@dataclass(frozen=True, kw_only=True)
class HandoverSent(Answer):
    """It is on its way. 送出."""

    proof: str  # number of the hand-over form, of the parcel


@dataclass(frozen=True, kw_only=True)
class HandoverReceived(Answer):
    """Whether the receiver has it and keeps it. 接收回执."""

    accepts: bool
    receipt: str = ""
    reason: Words = ""

    def faults(self) -> tuple[Fault, ...]:
        """What was accepted was signed for."""
        if self.accepts and not self.receipt:
            return (
                Fault(
                    field="receipt",
                    zh="已接收的，请填写“回执”（receipt）编号；没有回执的移交不算完成",
                    en="receipt is missing: a hand-over without a receipt has not happened",
                ),
            )
        return ()


@dataclass(frozen=True, kw_only=True)
class HandoverDecidedAnew(Answer):
    """What the sender does with what came back. 被退回后的决定."""

    send_again: bool  # to the post named, or to somebody outside the directory
    to_post: str = ""
    reason: Words = ""

    def faults(self) -> tuple[Fault, ...]:
        """What is kept after all is kept for a reason."""
        if self.send_again or self.reason:
            return ()
        zh = "不再移交的，请写明理由（reason）"
        return (Fault(field="reason", zh=zh, en="reason is missing: why it is not handed over after all"),)


AGREE_HANDOVER = Duty("agree_handover", HandoverAgreed)
SEND_HANDOVER = Duty("send_handover", HandoverSent)
CONFIRM_RECEIPT = Duty("confirm_receipt", HandoverReceived)
DECIDE_HANDOVER_ANEW = Duty("decide_handover_anew", HandoverDecidedAnew)
