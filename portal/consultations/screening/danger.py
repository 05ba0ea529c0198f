"""Signs that somebody is in danger: violence, self-harm, a harmed child. The hotlines are shown at once and nothing waits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from portal.consultations.screening.asked import Asked, RuleCode, Suggestion, Urgency
from portal.consultations.screening.danger_signs import child, dependent, home, self_harm, sexual, violence
from portal.consultations.screening.danger_signs.pairs import Signs
from portal.consultations.screening.danger_signs.words import CHILD
from portal.consultations.screening.passages import Passage, Span, merged

_PAST = re.compile(
    r"(?:自杀|跳楼|轻生|自残)(?:身亡|死亡|去世|死了|了[,，]?.{0,10}(?:赔|责任|工伤))|(?:患者|病人|员工|"
    r"学生|乘客|客人|租客|前租户|房主|主播|工人)(?:在.{0,6})?(?:跳楼)?(?:自杀|跳楼)|"
    r"(?<!不是)(?<!没有)(?<!没)开玩笑.{0,10}|跳楼(?:价|机|大甩卖|甩卖|处理)|凶宅|(?:笑|气|累|急|烦|吓|热|"
    r"冷|疼|困|饿|忙|爱|恨|想|羞)死|"
    r"自杀.{0,8}(?:保险|理赔|免责|赔付|凶宅|工伤|房|算不算|能不能认定)|(?:自残|自伤|自杀)(?:的)?(?:条款|"
    r"行为|免责|拒赔|不赔)"
)
_ABSTRACT = re.compile(
    r"(?:什么是|什么叫|怎么认定|如何认定|怎么判|判几年|判多少年|怎么处罚|的定义|的标准|构成|是否构成|"
    r"属于.{0,6}吗|法律规定|反家庭暴力法|处罚标准|会坐牢吗|有哪些|包括哪些|算不算|犯什么罪|承担.{0,6}责任)"
)
_FICTION = re.compile(
    r"(?:写|编|看|追)(?:了|过|一?[本部篇个]|的){0,2}.{0,4}(?:小说|剧本|网文|电视剧|电影|短剧)|(?:小说|剧本|电影|剧)里"
)
_HAPPENED_TO_ME = re.compile(
    r"[打杀砍掐扇踢踹揍捅抽逼骂锁关摸](?:死|着|了)?(?:我|俺)|(?:我|俺)(?:的)?(?:老公|丈夫|老婆|爸|妈|女儿|儿子|孩子|男友|前夫|对象)|"
    r"不想活|想死|自杀|救命"
)
"""Then a story that is mentioned takes nothing away: who came late from a film may be beaten for it."""
_PERSON = re.compile(rf"我|俺|咱|{CHILD}.{{0,2}}今年|昨[天晚]|今天|前[天几]|刚[才刚]|现在|上周|正在")

FAMILY_VIOLENCE = "family_violence"
"""The code of the topic that counts as a sign by itself."""

_ALL = (self_harm.SIGNS, violence.SIGNS, home.SIGNS, child.SIGNS, sexual.SIGNS, dependent.SIGNS)
_LINES = {signs.kind: signs.lines for signs in _ALL}


def danger(asked: Asked) -> Iterator[Suggestion]:
    """What speaks of danger to the person or another, with the lines to call. A question about the law alone, or of what is
    long over, is no sign."""
    found = _found(asked.passage)
    if not found:
        if asked.says_danger:
            yield _by_own_word()
        elif asked.topic == FAMILY_VIOLENCE:
            yield _by_topic()
        return
    lines = tuple(dict.fromkeys(line for kind in found for line in _LINES[kind]))
    says = {
        "self": _("可能有自伤、自杀的危险"),
        "violence": _("可能正面临暴力或者威胁"),
        "home": _("可能有家庭暴力，可以依法申请人身安全保护令"),
        "child": _("可能有未成年人正受到伤害，知情单位和人员依法有报告义务"),
        "sexual": _("可能遭受性侵害或者性骚扰"),
        "dependent": _("可能有老年人、病人或者残疾人正受到虐待或者无人照料"),
    }
    why = _("；").join(says[kind] for kind in found) + _("。请先看这一件，并确认已提示拨打：%(lines)s。") % {
        "lines": _("、").join(lines)
    }
    spans = merged(span for kind_spans in found.values() for span in kind_spans)
    yield Suggestion(
        RuleCode.DANGER,
        why,
        spans=spans,
        urgency=Urgency.NOW,
        hotlines=lines,
        details=tuple(("kind", kind) for kind in found),
    )


def _by_own_word() -> Suggestion:
    """The citizen ticked that somebody is in danger now: no words are needed."""
    lines = _LINES["violence"]
    why = _("提问人说现在有危险。请先看这一件，并确认已提示拨打：%(lines)s。") % {"lines": _("、").join(lines)}
    details = (("kind", "violence"), ("by", "own_word"))
    return Suggestion(RuleCode.DANGER, why, urgency=Urgency.NOW, hotlines=lines, details=details)


def _by_topic() -> Suggestion:
    """The citizen chose the topic of family violence and no word speaks of it: a person must look, words or none."""
    lines = _LINES["home"]
    why = _("提问人选了“家庭暴力”，文字里没有找到危险的说法。请先看一看，需要时提示拨打：%(lines)s。") % {
        "lines": _("、").join(lines)
    }
    return Suggestion(
        RuleCode.DANGER, why, urgency=Urgency.SOON, hotlines=lines, details=(("kind", "home"), ("by", "topic"))
    )


def _found(passage: Passage) -> dict[str, tuple[Span, ...]]:
    abstract = bool(_ABSTRACT.search(passage.text)) and not _PERSON.search(passage.text)
    is_story = bool(_FICTION.search(passage.text)) and not _HAPPENED_TO_ME.search(passage.text)
    if abstract or is_story:
        return {}
    past = passage.spans(_PAST)
    found = {}
    for signs in _ALL:
        spans = merged(
            span for span in _spans(signs, passage) if not any(start < span[1] and span[0] < end for start, end in past)
        )
        if spans:
            found[signs.kind] = spans
    return found


def _spans(signs: Signs, passage: Passage) -> Iterator[Span]:
    for pattern in signs.said:
        yield from passage.spans(pattern)
    for pair in signs.pairs:
        for start, end in pair.found(passage.text):
            yield passage.span(start, end)
