"""How people, instruments and second versions are told on a timeline; nobody is named. 叙述：人、文书、更正.

Adults appear as what they are to the child and by number.  Free words stay sealed: that they are there is said.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from rules.access import ReviewOutcome
from rules.follow_through import NoTaker
from rules.moments import en_day, zh_day
from rules.screening import Condition
from rules.sharing import ShareGround, SharePurpose
from rules.vocabulary import (
    ChildCategory,
    ChildMark,
    InstrumentKind,
    MonitoringEnd,
    NoteKind,
    PartyRole,
    Precision,
    Relation,
    Sanction,
    ServiceMethod,
    Tier,
)
from rules.when import When, say_when
from tasks.access.grants import REPORTER
from tasks.audit_access import EVIDENCE, SHARING_PACKAGE
from tasks.canonical import read_instant
from tasks.duty_rules import CLOCKS, Running
from tasks.evidence_types import Material
from tasks.kinds import Kind
from tasks.stuck.kinds import RepairAct, StuckKind
from tasks.wording import say_moment

if TYPE_CHECKING:
    from models import JournalEntry
    from tasks.timeline import Teller

Told = tuple[str, str]


def _adult_tied(teller: Teller, row: JournalEntry, facts: dict[str, Any]) -> Told:
    tie = facts["tie"]
    marks = {"guardian": "监护人", "carer": "照护人", "suspected": "涉嫌侵害"}
    said = "、".join(zh for name, zh in marks.items() if tie[name])
    term = "".join(f"，{zh} {tie[name]}" for name, zh in (("from_on", "自"), ("until_on", "至")) if tie.get(name))
    known = "" if facts["adult"]["known"] else "，身份不明"
    relation = Relation(tie["relation"])
    number = tie["adult_no"]
    zh = f"登记{relation.zh}（{number}{known}）{'：' if said else ''}{said}{term}"
    return zh, f"{relation} entered ({number}{', unknown' if known else ''})"


def _tie_ended(teller: Teller, row: JournalEntry, facts: dict[str, Any]) -> Told:
    who = teller.tied(facts["tie_no"])
    until = date.fromisoformat(facts["until_on"])
    return f"{who}的监护、照护关系至{zh_day(until)}终止", f"tie of {who} ended on {en_day(until)}"


def _tie_day_came(teller: Teller, row: JournalEntry, facts: dict[str, Any]) -> Told:
    begun = "、".join(map(teller.tied, facts["begin"]))
    ended = "、".join(map(teller.tied, facts["end"]))
    zh = "；".join(f"{who}的监护、照护关系自即日起{what}" for who, what in ((begun, "开始"), (ended, "终止")) if who)
    en = ", ".join(f"ties {word} {facts['on']}" for who, word in ((begun, "begin"), (ended, "end")) if who)
    return zh, en


def _adult_identified(teller: Teller, row: JournalEntry, facts: dict[str, Any]) -> Told:
    who = teller.party(facts["no"])
    return f"查明{who}的身份", f"identity of {facts['no']} found"


def _party_joined(teller: Teller, row: JournalEntry, facts: dict[str, Any]) -> Told:
    role = PartyRole(facts["role"])
    return f"{teller.party(facts['no'])}列为{role.zh}", f"{facts['no']} joined as {role}"


def _case_reopened(teller: Teller, row: JournalEntry, facts: dict[str, Any]) -> Told:
    return f"重新立为个案，第 {facts['episode']} 轮", f"reopened, episode {facts['episode']}"


def _case_moved(teller: Teller, row: JournalEntry, facts: dict[str, Any]) -> Told:
    lead = teller.post(facts["lead_post"])
    return (
        f"个案移交：由{lead}承办，承办地 {facts['area']}",
        f"case moved to {facts['lead_post']}, area {facts['area']}",
    )


def _instrument_made(teller: Teller, row: JournalEntry, facts: dict[str, Any]) -> Told:
    kind = InstrumentKind(facts["kind"])
    drafted = row.kind == Kind.INSTRUMENT_DRAFTED
    number = f" {facts['document_no']}" if facts["document_no"] else ""
    to = "、".join(map(teller.party, facts["to"]))
    issuers = "、".join(teller.post(no) for no in facts["issuers"] if no)
    until = facts.get("valid_until")
    term = f"，有效期至 {until}" if until else ""
    part = "，部分准许" if facts["granted"] == "part" else ""
    follows = f"，接续 {facts['follows']}" if facts.get("follows") else ""
    zh = f"{'起草' if drafted else '作出'}{facts['title']}{number}"
    zh += "".join(
        [f"（{issuers}）" if len(facts["issuers"]) > 1 else "", f"，对{to}" if to else "", term, part, follows]
    )
    return zh, f"{kind.en} {'drafted' if drafted else 'issued'} {facts['document_no']}".rstrip()


def _discarded(teller: Teller, row: JournalEntry, facts: dict[str, Any]) -> Told:
    return f"废弃草稿：{facts['title']}（{facts['no']}）", f"draft of a {facts['kind']} thrown away ({facts['no']})"


def _served(teller: Teller, row: JournalEntry, facts: dict[str, Any]) -> Told:
    method = ServiceMethod(facts["method"])
    title = teller.title(facts["no"])
    return f"{title}送达{teller.party(facts['to'])}（{method.zh}）", f"{facts['no']} served on {facts['to']} ({method})"


def _breached(teller: Teller, row: JournalEntry, facts: dict[str, Any]) -> Told:
    title = teller.title(facts["no"])
    sanction = Sanction(facts["sanction"])
    why = "，理由不公开" if facts["confidential"] else ""
    return f"违反{title}（{facts['breach_no']}）：{sanction.zh}{why}", f"{facts['no']} broken: {sanction.en}"


def _breach_decided(teller: Teller, row: JournalEntry, facts: dict[str, Any]) -> Told:
    sanction = Sanction(facts["sanction"])
    why = "，理由不公开" if facts["confidential"] else ""
    return f"对违反行为（{facts['no']}）的处理：{sanction.zh}{why}", f"breach {facts['no']}: {sanction}"


def _changed(teller: Teller, row: JournalEntry, facts: dict[str, Any]) -> Told:
    kind = Kind(row.kind)
    until = f"，至 {facts['until']}" if facts.get("until") else ""
    return (
        f"{kind.zh}：{teller.title(facts['no'])}{until}",
        f"{kind.en}: {facts['no']}{until and ' until ' + facts['until']}",
    )


def _noted(teller: Teller, row: JournalEntry, facts: dict[str, Any]) -> Told:
    kind = NoteKind(facts["kind"])
    about = f"，涉及{teller.party(facts['about'])}" if facts["about"] else ""
    limited = "，限办案单位" if facts["restricted"] else ""
    source = "，注明来源" if facts["source_sealed"] else ""
    return f"{kind.zh}：已记录（加密保存{limited}{source}）{about}", f"{kind}: recorded, sealed"


def _second_version(teller: Teller, row: JournalEntry, facts: dict[str, Any]) -> Told:
    number = facts["of"].rpartition("#")[2]
    what = Kind(facts["of_kind"])
    when = say_when(When(at=row.happened_at, precision=Precision(row.happened_precision)))
    if row.kind == Kind.ENTRY_DISPUTED:
        return (
            f"第 {number} 条（{what.zh}）另有一说：{when}",
            f"entry {number} disputed: another source gives another time",
        )
    moved = f"时间更正为{when}" if facts["moved"] else ""
    changed = "内容已更正" if facts.get("answer") is not None else ""
    zh = "，".join(one for one in (moved, changed) if one)
    return f"更正第 {number} 条（{what.zh}）：{zh}", f"entry {number} corrected"


def _came_of_age(teller: Teller, row: JournalEntry, facts: dict[str, Any]) -> Told:
    return "儿童年满十八周岁", "the child has come of age"


def _of_age_near(teller: Teller, row: JournalEntry, facts: dict[str, Any]) -> Told:
    day = date.fromisoformat(facts["on"])
    return f"儿童将于{zh_day(day)}年满十八周岁", f"the child comes of age on {en_day(day)}"


def _reminded(teller: Teller, row: JournalEntry, facts: dict[str, Any]) -> Told:
    kind, act = StuckKind(facts["stuck"]), RepairAct(facts["act"])
    zh, en = teller.duty(row) if row.duty_no else ("", "")
    told = "、".join(map(teller.post, facts.get("told", ())))
    line = f"{zh and zh + '：'}{act.zh}（{kind.zh}）{told and '，告知 ' + told}"
    return line, f"{en and en + ': '}{act} ({kind})"


def _decline_told(teller: Teller, row: JournalEntry, facts: dict[str, Any]) -> Told:
    zh, en = teller.duty(row)
    why = NoTaker(facts["why"]) if facts["why"] else None
    told = "、".join(map(teller.post, facts["told"])) or "无人可告知"
    said = f"（{why.zh}）" if why else ""
    return (
        f"{zh}：转介无人承接{said}，告知 {told}",
        f"{en}: nobody takes it on{f' ({why})' if why else ''}, told {', '.join(facts['told']) or 'nobody'}",
    )


def _document_rendered(teller: Teller, row: JournalEntry, facts: dict[str, Any]) -> Told:
    return f"生成{teller.title(facts['instrument_no'])}文本", f"document of {facts['instrument_no']} made"


def _exported(teller: Teller, row: JournalEntry, facts: dict[str, Any]) -> Told:
    entries, digest = sum(facts["chains"].values()), facts["sha256"][:12]
    return f"导出个案记录 {entries} 条（文件校验值 {digest}…）", f"{entries} entries exported (file {digest}…)"


def _key_destroyed(teller: Teller, row: JournalEntry, facts: dict[str, Any]) -> Told:
    listed = "、".join(facts["subjects"])
    second = teller.post(facts["second_post"])
    kept = f"；共同报告 {'、'.join(facts['kept'])} 保留" if facts["kept"] else ""
    return (
        f"销毁密钥（{listed}），与{second}共同决定；加密内容已不可恢复{kept}",
        f"keys destroyed ({', '.join(facts['subjects'])}), decided together with {facts['second_post']}",
    )


def _listed(teller: Teller, row: JournalEntry, facts: dict[str, Any]) -> Told:
    categories = "、".join(ChildCategory(one).zh for one in facts["categories"])
    marks = "".join(f"，{ChildMark(one).zh}" for one in facts["marks"])
    tier = Tier(facts["tier"])
    met = "、".join(Condition(one).zh for one in facts["conditions"])
    said = teller.tier(row.procedure_no, tier)
    zh = f"列为{categories}，风险等级{said}{marks}；符合条件：{met or '—'}"
    return zh, f"listed as {', '.join(facts['categories'])}, tier {tier}; met: {', '.join(facts['conditions'])}"


def _tier_moves(teller: Teller, row: JournalEntry, facts: dict[str, Any]) -> Told:
    before, after = Tier(facts["from"]), Tier(facts["tier"])
    old, new = teller.tier(row.procedure_no, before), teller.tier(row.procedure_no, after)
    if row.kind == Kind.TIER_PROPOSED:
        return f"提出由{old}降为{new}，待第二人复核", f"tier {before} to {after} proposed, to be read"
    return f"风险等级由{old}调整为{new}", f"tier {before} to {after}"


def _marks_change(teller: Teller, row: JournalEntry, facts: dict[str, Any]) -> Told:
    before, after = set(facts["from"]), set(facts["marks"])
    given = "、".join(ChildMark(one).zh for one in sorted(after - before))
    taken = "、".join(ChildMark(one).zh for one in sorted(before - after))
    zh = "；".join([*([f"加注标记：{given}"] if given else []), *([f"取消标记：{taken}"] if taken else [])])
    en = [*(f"mark {one} given" for one in sorted(after - before)), *(f"{one} taken" for one in sorted(before - after))]
    return zh, "; ".join(en)


_CLOCKS = {
    Running.KEPT: ("；已经起算的期限照旧", "; clocks that run are kept"),
    Running.COUNTED: ("；在办的期限按新规则计算", "; clocks that run are counted by the new rules"),
    None: ("", ""),  # written before that could be chosen
}


def _rules_changed(teller: Teller, row: JournalEntry, facts: dict[str, Any]) -> Told:
    before, after = teller.edition(facts["from"]), teller.edition(facts["rules"])
    zh, en = f"程序改用规则 {after}，原按 {before}", f"the procedure runs under {after} now; until then under {before}"
    clocks_zh, clocks_en = _CLOCKS[facts.get(CLOCKS)]
    return zh + clocks_zh, en + clocks_en


def _taken_off(teller: Teller, row: JournalEntry, facts: dict[str, Any]) -> Told:
    reason = MonitoringEnd(facts["reason"])
    return f"退出关爱对象：{reason.zh}", f"off the list: {reason}"


def _window_began(teller: Teller, row: JournalEntry, facts: dict[str, Any]) -> Told:
    return f"新一期开始：{facts['code']}", f"window {facts['code']} began"


def _drawn(teller: Teller, row: JournalEntry, facts: dict[str, Any]) -> Told:
    drawn, files = len(facts["drawn"]), facts["files"]
    zh = f"由系统在 {files} 份档案中抽取 {drawn} 份受查：{'、'.join(facts['drawn']) or '—'}"
    return zh, f"drawn by the system: {drawn} of {files} files"


def _emergency_opened(teller: Teller, row: JournalEntry, facts: dict[str, Any]) -> Told:
    until = read_instant(facts["until_at"])
    zh = f"紧急查阅，至 {say_moment(until, 'zh')} 止，已告知牵头岗位和协调机构（{facts['grant_no']}）"
    return zh, f"opened in an emergency until {say_moment(until, 'en')}; lead and county office told"


def _emergency_reviewed(teller: Teller, row: JournalEntry, facts: dict[str, Any]) -> Told:
    outcome = ReviewOutcome(facts["outcome"])
    return f"审查紧急查阅（{facts['grant_no']}）：{outcome.zh}", f"emergency access reviewed: {outcome}"


def _evidence_added(teller: Teller, row: JournalEntry, facts: dict[str, Any]) -> Told:
    material = Material(facts["media_type"])
    zh, en = teller.duty(row) if row.duty_no else ("", "")
    digest = facts["sha256"][:12]
    return (
        f"提交证据材料 {facts['no']}（{material.zh}，校验值 {digest}…）{zh and '：' + zh}",
        f"evidence {facts['no']} handed in ({material.en}, SHA-256 {digest}…){en and ': ' + en}",
    )


def _record_read(teller: Teller, row: JournalEntry, facts: dict[str, Any]) -> Told:
    if facts.get("of") == EVIDENCE:
        return f"调阅证据材料 {facts['evidence_no']}", f"evidence {facts['evidence_no']} was opened"
    if facts.get("of") == SHARING_PACKAGE:
        what = ("制作", "made") if facts["made"] else ("领取", "fetched")
        return f"{what[0]}信息共享包（{facts['grant_no']}）", f"sharing package {facts['grant_no']} {what[1]}"
    if facts.get("what") == REPORTER:
        return f"查阅报告人信息（{facts['grant_no']}）", f"the reporter's identity was opened ({facts['grant_no']})"
    return Kind.RECORD_READ.zh, Kind.RECORD_READ.en


def _package_made(teller: Teller, row: JournalEntry, facts: dict[str, Any]) -> Told:
    ground, purpose = ShareGround(facts["ground"]), SharePurpose(facts["purpose"])
    zh = f"制作信息共享包（{facts['grant_no']}），给{teller.post(facts['to_post'])}：{ground.zh}，{purpose.zh}"
    return zh, f"sharing package {facts['grant_no']} for {facts['to_post']}: {ground.en}, {purpose.en}"


def _of_a_grant(teller: Teller, row: JournalEntry, facts: dict[str, Any]) -> Told:
    kind = Kind(row.kind)
    return f"{kind.zh}（{facts['grant_no']}）", f"{kind.en} ({facts['grant_no']})"


TOLD: dict[Kind, Callable[[Teller, JournalEntry, dict[str, Any]], Told]] = {
    Kind.ADULT_TIED: _adult_tied,
    Kind.TIE_ENDED: _tie_ended,
    Kind.TIE_DAY_CAME: _tie_day_came,
    Kind.ADULT_IDENTIFIED: _adult_identified,
    Kind.PARTY_JOINED: _party_joined,
    Kind.MONITORING_BEGAN: _listed,
    Kind.TIER_PROPOSED: _tier_moves,
    Kind.TIER_CHANGED: _tier_moves,
    Kind.RULES_CHANGED: _rules_changed,
    Kind.MARKS_CHANGED: _marks_change,
    Kind.MONITORING_ENDED: _taken_off,
    Kind.WINDOW_BEGAN: _window_began,
    Kind.SPOT_CHECK_DRAWN: _drawn,
    Kind.CASE_REOPENED: _case_reopened,
    Kind.CASE_MOVED: _case_moved,
    Kind.INSTRUMENT_DRAFTED: _instrument_made,
    Kind.INSTRUMENT_DISCARDED: _discarded,
    Kind.INSTRUMENT_ISSUED: _instrument_made,
    Kind.INSTRUMENT_SERVED: _served,
    Kind.INSTRUMENT_BREACHED: _breached,
    Kind.BREACH_DECIDED: _breach_decided,
    Kind.INSTRUMENT_VARIED: _changed,
    Kind.INSTRUMENT_EXTENDED: _changed,
    Kind.INSTRUMENT_WITHDRAWN: _changed,
    Kind.INSTRUMENT_ENDED: _changed,
    Kind.NOTED: _noted,
    Kind.EVIDENCE_ADDED: _evidence_added,
    Kind.ENTRY_CORRECTED: _second_version,
    Kind.ENTRY_DISPUTED: _second_version,
    Kind.CAME_OF_AGE: _came_of_age,
    Kind.DOCUMENT_RENDERED: _document_rendered,
    Kind.CASE_EXPORTED: _exported,
    Kind.KEY_DESTROYED: _key_destroyed,
    Kind.OF_AGE_NEAR: _of_age_near,
    Kind.REMINDED: _reminded,
    Kind.EMERGENCY_OPENED: _emergency_opened,
    Kind.EMERGENCY_REVIEWED: _emergency_reviewed,
    Kind.EMERGENCY_ENDED: _of_a_grant,
    Kind.REPORTER_ASKED_FOR: _of_a_grant,
    Kind.REPORTER_GRANTED: _of_a_grant,
    Kind.REPORTER_DENIED: _of_a_grant,
    Kind.RECORD_READ: _record_read,
    Kind.DECLINE_TOLD: _decline_told,
    Kind.PACKAGE_MADE: _package_made,
    Kind.PACKAGE_WITHDRAWN: _of_a_grant,
}
