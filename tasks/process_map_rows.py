"""A process map from its counts: what stands in each box, on each line and under the picture. 流程图行.

Only numbers and the words of the rules; nothing of a single case.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from pictures.process_map_parts import Note, ProcessMap, Step, Track
from rules.declared import Declared
from rules.vocabulary import CloseReason, ProcedureKind
from tasks import process_map_sums as sums
from tasks.ocel_figures import pace
from tasks.process_map_counts import Counts, StepCount, count
from tasks.process_paths import START, Way, duties_of, path_of, ways_back
from tasks.small_numbers import SMALLEST_SHARED, few, in_short, is_small, withheld_words
from tasks.wording import say_day, say_moment

if TYPE_CHECKING:
    from packs.pack import Pack
    from tasks.desk import Desk
    from tasks.ocel_chosen import Chosen


LANGUAGES = ("zh", "en")
"""In which a map is told."""


def process_map(
    desk: Desk,
    chosen: Chosen,
    kind: ProcedureKind,
    *,
    declared: Declared | None = None,
    for_sharing: bool = False,
) -> ProcessMap:
    """The process map of the chosen procedures of one kind, in Chinese.  See `process_maps`."""
    return process_maps(desk, chosen, kind, declared=declared, for_sharing=for_sharing)["zh"]


def process_maps(
    desk: Desk,
    chosen: Chosen,
    kind: ProcedureKind,
    *,
    declared: Declared | None = None,
    for_sharing: bool = False,
) -> dict[str, ProcessMap]:
    """The same by the language of its words: what takes long is to count, and that is done once.

    Args:
        declared: of the declared procedures, this one, as the rules of today declare it.
        for_sharing: numbers below five are withheld, and what they could be reckoned from.
    """
    counts = count(desk, chosen, kind, declared)
    return {
        lang: _Told(desk.pack, counts, for_sharing, lang).map(_about(chosen, desk.at, for_sharing, lang))
        for lang in LANGUAGES
    }


def _about(chosen: Chosen, at: datetime, for_sharing: bool, lang: str) -> str:
    first = say_day(chosen.since, lang) if chosen.since else ""
    last = say_day(chosen.until, lang) if chosen.until else ""
    if lang == "zh":
        where = f"区划 {chosen.area}" if chosen.area else "全部地区"
        when = f"{first or '最初'}至{last or '今'}启动" if first or last else "全部时间"
        shared = f"，{SMALLEST_SHARED} 以下的数不公开" if for_sharing else ""
        return f"{where} · {when} · 截至{say_moment(at, 'zh')}{shared}"
    where = f"area {chosen.area}" if chosen.area else "all areas"
    when = f"begun from {first or 'the first'} to {last or 'now'}" if first or last else "all time"
    shared = f"; numbers under {SMALLEST_SHARED} withheld" if for_sharing else ""
    return f"{where} · {when} · as of {say_moment(at, lang)}{shared}"


class _Told:
    """Counts on their way into words. 成文."""

    def __init__(self, pack: Pack, counts: Counts, for_sharing: bool, lang: str = "zh") -> None:
        self._pack = pack
        self._lang = lang
        self._counts = counts
        self._for_sharing = for_sharing
        self._elsewhere = {code for code in pack.asked_for_elsewhere if code not in counts.steps}
        ways = path_of(counts.kind, counts.declared)
        self._path = tuple(way for way in ways if self._elsewhere.isdisjoint(way))
        self._back = ways_back(counts.kind, counts.declared)
        self._hidden = sums.hidden_of(counts) if for_sharing else frozenset[sums.Cell]()

    def map(self, about: str) -> ProcessMap:
        """Everything together."""
        declared = self._counts.declared
        named = declared or self._counts.kind
        title = self._say(f"{named.zh}：流程图", f"Process map: {named.en}")
        begun, still = self._begun(), self._end("")
        return ProcessMap(
            title=title,
            about=about,
            steps=(self._start(), *(self._step(code) for code in self._codes())),
            tracks=tuple(self._tracks()),
            notes=(self._ends(), self._returns(), self._deviations()),
            summary=self._say(
                f"{title}。启动 {begun}，在办 {still}。各环节和各走法的数字见图中文字",
                f"{title}. Begun: {begun}, open: {still}. The words in the picture give the numbers of steps and ways",
            ),
            lang=self._lang,
        )

    def _say(self, zh: str, en: str) -> str:
        """One of two, in the reader's language."""
        return zh if self._lang == "zh" else en

    def _codes(self) -> list[str]:
        """The steps on the path; not what only other places ask for (ADR 0021), unless somebody was asked for it."""
        codes = duties_of(self._counts.kind, self._counts.declared)
        return [code for code in codes if code not in self._elsewhere]

    # --- numbers ----------------------------------------

    def _number(self, number: int) -> str:
        return few(self._lang) if self._for_sharing and is_small(number) else str(number)

    def _in(self, cell: sums.Cell, number: int, unit: str = "") -> str:
        if cell in self._hidden and not is_small(number):
            return withheld_words(self._lang)
        return f"{self._number(number)} {unit}".rstrip()

    def _begun(self) -> str:
        return self._in(sums.came(START), self._counts.procedures, self._say("件", ""))

    def _times(self, way: Way, number: int) -> str:
        return self._in(sums.of_way(way), number, self._say("次", "×"))

    def _end(self, reason: str) -> str:
        """How many ended for a reason; "": how many are open."""
        ended = self._counts.ends
        number = ended[reason] if reason else self._counts.procedures - ended.total()
        return self._in(sums.ended(reason), number, self._say("件", ""))

    def _took(self, way: Way) -> str:
        """Half of them, and nine in ten, took no longer."""
        lengths = self._counts.ages.get(way, ())
        if not lengths or (self._for_sharing and len(lengths) < SMALLEST_SHARED):
            return ""
        found = pace(lengths)
        return f"{in_short(found.median, self._lang)} / {in_short(found.p90, self._lang)}"

    # --- boxes ----------------------------------------

    def _name(self, code: str) -> str:
        if code == START:
            return self._say("启动", "start")
        spec = self._pack.duties.get(code)  # of a step that other rules declared only its code is known here
        return self._say(spec.zh, spec.en) if spec else code

    def _start(self) -> Step:
        return Step(code=START, name=self._say("启动程序", "procedure begun"), said=(self._begun(),))

    def _step(self, code: str) -> Step:
        step = self._counts.steps.get(code, StepCount())
        if not step.times:
            return Step(code=code, name=self._name(code), said=(self._say("未到达", "not reached"),), reached=False)
        came = self._in(sums.came(code), step.procedures, self._say("件", ""))
        said = f"{self._say('到达', 'came:')} {came}{self._how_often(code, step)}"
        came_back = any(number and way[1] == code and way in self._back for way, number in self._counts.ways.items())
        return Step(
            code=code,
            name=self._name(code),
            said=(f"{said} ↺" if came_back else said,),
            open=f"{self._say('在办', 'open:')} {self._in(sums.standing(code), step.open)}" if step.open else "",
            late=f"{self._say('逾期', 'late:')} {self._number(step.late)}" if step.late else "",
        )

    def _how_often(self, code: str, step: StepCount) -> str:
        told = sums.says_how_often(step) if self._for_sharing else step.times > step.procedures
        return (
            f" {self._number(step.times)} {self._say('次', '×')}"
            if told and sums.times(code) not in self._hidden
            else ""
        )

    # --- lines ----------------------------------------

    def _tracks(self) -> list[Track]:
        """What was gone; and to a step that nothing reached, the first way that would lead there."""
        forward = [way for way in self._path if way not in self._back]
        gone = [way for way in forward if self._counts.ways[way]]
        met = {after for _, after in gone}
        first = {after: (before, after) for before, after in reversed(forward)}
        drawn = {*gone, *(way for after, way in first.items() if after not in met)}
        return [self._track(way) for way in forward if way in drawn]

    def _track(self, way: Way) -> Track:
        number = self._counts.ways[way]
        if not number:
            return Track(source=way[0], target=way[1])
        words = (self._times(way, number), self._took(way))
        return Track(
            source=way[0],
            target=way[1],
            said=tuple(filter(None, words)),
            share=self._share(way, number),
        )

    def _share(self, way: Way, number: int) -> float:
        """How thick a line is; it must not say what is withheld beside it."""
        if sums.came(START) in self._hidden:
            return 0.0
        known = SMALLEST_SHARED if sums.of_way(way) in self._hidden else number
        return min(1.0, known / max(1, self._counts.procedures))

    # --- under the picture ----------------------------------------

    def _ends(self) -> Note:
        reasons = [CloseReason(reason) for reason, _ in self._counts.ends.most_common()]
        ended = [f"{self._say(reason.zh, f'{reason.en}:')} {self._end(reason)}" for reason in reasons]
        still = f"{self._say('尚在办理', 'still open:')} {self._end('')}"
        return Note(heading=self._say("怎样终结", "How they ended"), lines=(*ended, still))

    def _returns(self) -> Note:
        lines = []
        for way in self._path:
            if way in self._back and (number := self._counts.ways[way]):
                before, after = way
                again = f"{self._say('再次', 'again: ')}{self._name(after)}"
                how = again if before == after else f"{self._name(before)} → {self._name(after)}"
                took = self._took(way)
                length = self._say(f"（{took}）", f" ({took})") if took else ""
                lines.append(f"{how}{self._say('：', ': ')}{self._times(way, number)}{length}")
        heading = self._say("再次办理、回到前面（程序路径之内）", "Done again, gone back (within the path)")
        return Note(heading=heading, lines=tuple(lines))

    def _deviations(self) -> Note:
        lines = []
        for code, step in self._counts.steps.items():
            for zh, en, number in (
                ("略过", "skipped", step.skipped),
                ("免除", "excused", step.excused),
                ("恢复办理", "reopened", step.reopened),
            ):
                if number:
                    often = f"{self._number(number)} {self._say('次', '×')}"
                    lines.append(f"{self._say(f'{zh}：', f'{en}: ')}{self._name(code)} {often}")
        for way, number in self._counts.off.most_common():
            off = self._say("路径之外：", "off the path: ")
            lines.append(f"{off}{self._name(way[0])} → {self._name(way[1])} {self._times(way, number)}")
        return Note(heading=self._say("偏离程序路径", "Off the procedure's path"), lines=tuple(sorted(lines)))
