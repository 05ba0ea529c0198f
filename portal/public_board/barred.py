"""What is never offered for publication, whatever anybody wishes (rules: minors, family violence, sexual offences, health).

Facts of the case and flags decide first; then words, of everything in the case. The words are cautious: a page too few does less
harm than a page too many. Pure but for ``barred``, which reads the case.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.consultations.models import Consultation, ConsultationSettings, ScreeningFlag
from portal.consultations.models.choices import AgeBand
from portal.consultations.models.settings import AskingMode
from portal.consultations.screening.asked import Asked, RuleCode
from portal.consultations.screening.danger import danger
from portal.consultations.states import State


class Barred(StrEnum):
    """Why a case is not offered."""

    MINOR = "minor"
    FAMILY_VIOLENCE = "family_violence"
    SEXUAL = "sexual"
    HEALTH = "health"
    DANGER = "danger"
    QUARANTINED = "quarantined"
    FROZEN = "frozen"
    NOT_ANSWERED = "not_answered"
    NO_ACCOUNT = "no_account"


WORDS: dict[Barred, str | Promise] = {
    Barred.MINOR: _("涉及未成年人"),
    Barred.FAMILY_VIOLENCE: _("涉及家庭暴力"),
    Barred.SEXUAL: _("涉及性侵害、性骚扰"),
    Barred.HEALTH: _("涉及健康、病情、伤残"),
    Barred.DANGER: _("可能有人身危险"),
    Barred.QUARANTINED: _("疑似涉密，已经隔离"),
    Barred.FROZEN: _("个人信息已经按请求删除"),
    Barred.NOT_ANSWERED: _("还没有答复，或者还有没答完的追问、回访"),
    Barred.NO_ACCOUNT: _("没有用验证过手机的账户提问"),
}
LASTING = frozenset(Barred) - {Barred.NOT_ANSWERED, Barred.NO_ACCOUNT}
"""What takes a page off that is public already; a 追问 that waits does not."""
_TOPICS = {
    "family_violence": Barred.FAMILY_VIOLENCE,
    "medical": Barred.HEALTH,
    "minors_and_elderly": Barred.MINOR,
}
_OF_DANGER = {"home": Barred.FAMILY_VIOLENCE, "sexual": Barred.SEXUAL, "child": Barred.MINOR}
_SAID: tuple[tuple[Barred, re.Pattern[str]], ...] = (
    (
        Barred.FAMILY_VIOLENCE,
        re.compile(
            r"家暴|家庭暴力|人身安全保护令|告诫书|(?:老公|丈夫|前夫|男友|老婆|妻子|公婆|婆婆|公公|父亲|爸爸?).{0,6}(?:打我|动手打|殴打|虐待|打骂|毒打)|"
            r"(?:被|遭).{0,6}(?:老公|丈夫|前夫|男友|老婆|妻子|父亲|儿子).{0,4}(?:打|殴|虐)"
        ),
    ),
    (
        Barred.SEXUAL,
        re.compile(
            r"强奸|轮奸|迷奸|猥亵|性侵|性骚扰|性虐|强暴|裸照|裸聊|私密照|不雅(?:照|视频)|偷拍.{0,6}(?:裙|厕所|浴|更衣)|卖淫|嫖|强迫.{0,4}发生(?:性)?关系|"
            r"发生性关系|性行为|性生活"
        ),
    ),
    (
        Barred.HEALTH,
        re.compile(
            r"艾滋|HIV|梅毒|性病|乙肝|肝炎|肺结核|癌|肿瘤|白血病|尿毒症|抑郁|焦虑症|躁郁|精神(?:病|分裂|障碍|残疾)|自闭症|癫痫|痴呆|怀孕|孕期|流产|堕胎|不孕|不育|"
            r"试管|产检|分娩|病历|病情|确诊|诊断(?:书|证明|为)|手术|化疗|透析|截肢|骨折|瘫痪|残疾|伤残|致残|植物人|住院|住过院|住了院|传染病|糖尿病|高血压|心脏病|"
            r"心梗|脑梗|中风|偏瘫|工伤|职业病|尘肺|病假|医疗事故|医疗损害|误诊|整容|整形"
        ),
    ),
    (
        Barred.MINOR,
        re.compile(
            r"未成年|不满十[四八六]|(?<!\d)(?:[1-9]|1[0-7])(?:周)?岁(?!的?(?:狗|猫))|(?<![一二三四五六七八九十])(?:[一二三四五六七八九]|十[一二三四五六七])(?:周)?岁|"
            r"(?:小学|幼儿园|初中|高一|高二|小班|中班|大班)(?:生|读书|上学|老师|同学)|[一二三四五六]年级"
        ),
    ),
)


def barred(case: Consultation, texts: Iterable[str] = ()) -> tuple[Barred, ...]:
    """Why a case may not be offered now; () where it may. ``texts``: everything it says beside the question (``parts``)."""
    return tuple(dict.fromkeys(reasons(case, texts)))


def reasons(case: Consultation, texts: Iterable[str] = ()) -> Iterator[Barred]:
    """The same one by one, what costs nothing first: who needs only one asks no further, and ``texts`` are read last."""
    if case.frozen_at is not None:
        yield Barred.FROZEN
    if case.is_quarantined:
        yield Barred.QUARANTINED
    if case.is_of_minor or case.age_band in (AgeBand.UNDER_14, AgeBand.FROM_14):
        yield Barred.MINOR
    if case.says_in_danger:
        yield Barred.DANGER
    if case.answered_at is None or case.state not in (State.ANSWERED, State.CLOSED):
        yield Barred.NOT_ANSWERED
    yield from said_in([case.question, case.wanted])
    if case.topic is not None and case.topic.code in _TOPICS:
        yield _TOPICS[case.topic.code]
    if not _has_account(case):
        yield Barred.NO_ACCOUNT
    if _is_flagged(case):
        yield Barred.DANGER
    if _owes_an_answer(case):
        yield Barred.NOT_ANSWERED
    yield from said_in(texts)


def said_in(texts: Iterable[str]) -> list[Barred]:
    """What the words of a case speak of."""
    found: list[Barred] = []
    for text in texts:
        found += [why for why, pattern in _SAID if pattern.search(text)]
        for one in danger(Asked(text)):
            kinds = [value for name, value in one.details if name == "kind"]
            found += [_OF_DANGER.get(kind, Barred.DANGER) for kind in kinds]
    return list(dict.fromkeys(found))


def _is_flagged(case: Consultation) -> bool:
    """A flag of danger or of a child that no person has put aside."""
    rules = (RuleCode.DANGER, RuleCode.MINOR, RuleCode.UNDER_14, RuleCode.STATE_SECRET)
    flags = ScreeningFlag.objects.filter(consultation=case, rule__in=rules)
    return flags.exclude(verdict=ScreeningFlag.Verdict.DISAGREED).exists()


def _owes_an_answer(case: Consultation) -> bool:
    return bool(case.further.filter(answer__isnull=True).exists())


def _has_account(case: Consultation) -> bool:
    if case.citizen is None or ConsultationSettings.load().asking_mode == AskingMode.NONE:
        return False
    profile = getattr(case.citizen, "citizen", None)
    return profile is not None and profile.phone_verified_at is not None
