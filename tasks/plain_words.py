"""What can be reported, in the words of people who do not know the article. 通俗说法."""

from __future__ import annotations

from rules.vocabulary import Situation

IN_PLAIN_WORDS: dict[Situation, str] = {
    Situation.R1: "孩子的生殖器官或者隐私部位受了伤，或者疑似受伤，不像是正常原因",
    Situation.R2: "不满14岁的女孩受到或者疑似受到性侵害，或者怀孕、流产",
    Situation.R3: "14岁以上的女孩受到或者疑似受到性侵害，因而怀孕、流产",
    Situation.R4: "孩子身上有多处伤、严重营养不良或者意识不清，可能受到家暴、欺凌、虐待、殴打，或者被人麻醉",
    Situation.R5: "孩子因为自杀、自残、工伤、中毒、被人麻醉、被殴打等，伤残或者死亡",
    Situation.R6: "孩子被遗弃，或者长期没有人照料",
    Situation.R7: "孩子来源不明、失踪，或者被拐卖、收买",
    Situation.R8: "孩子被人组织乞讨",
    Situation.R9: "其他严重侵害孩子的情形，或者孩子正面临侵害的危险",
    Situation.GUARDIANSHIP: "以上都不是，但是家里没有人监护孩子，或者没有尽到监护责任",
}
"""The nine situations of 高检发〔2020〕9号 Art. 4, and what lies beside them."""

IN_PLAIN_ENGLISH: dict[Situation, str] = {
    Situation.R1: "injuries of the child's private parts, or what looks like it, without an ordinary cause",
    Situation.R2: "a girl under 14 was or may have been sexually harmed, is pregnant or had an abortion",
    Situation.R3: "a girl of 14 or more was or may have been sexually harmed, and became pregnant by it",
    Situation.R4: "many injuries, severe malnutrition or clouded mind: perhaps beaten, bullied, ill-treated or drugged",
    Situation.R5: "disabled or dead by suicide, self-harm, work, poison, drugs, beating or the like",
    Situation.R6: "abandoned, or for a long time without anybody's care",
    Situation.R7: "of unknown origin, missing, abducted, sold or bought",
    Situation.R8: "made to beg by somebody",
    Situation.R9: "other serious harm, or in danger of being harmed",
    Situation.GUARDIANSHIP: "none of these, but nobody at home takes care of the child as a guardian must",
}
"""The same, unofficially."""

_ITEMS = "一二三四五六七八九"


def article_of(situation: Situation) -> str:
    """Where the situation stands in the law: an item of Art. 4, or the right of anybody to report.

    >>> article_of(Situation.R4)
    '高检发〔2020〕9号第四条第四项'
    >>> article_of(Situation.GUARDIANSHIP)
    '未成年人保护法第十一条第一款'
    """
    if situation is Situation.GUARDIANSHIP:
        return "未成年人保护法第十一条第一款"
    return f"高检发〔2020〕9号第四条第{_ITEMS[int(situation.value[1:]) - 1]}项"
