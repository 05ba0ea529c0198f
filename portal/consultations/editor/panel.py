"""What stands beside the editor: the question, articles found by words, prepared answers, sentences, signs to look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from cms.core.templatetags.dates import chinese_date
from cms.laws.admin.citing import Offer, offer_for
from cms.laws.citations import LONGEST_QUERY
from portal.consultations import neighbours
from portal.consultations.editor.citing import CitationRow
from portal.consultations.editor.state import EditorState, from_answer, from_template
from portal.consultations.models import Answer, AnswerTemplate, Consultation, ResidentStaff, ScreeningFlag
from portal.consultations.models.choices import AgeBand
from portal.consultations.screening.asked import RuleCode
from portal.consultations.screening.marked_words import words_of

MOST_EARLIER = 20
_WANTS_A_LAWYER = ("委托", "请律师", "聘请律师", "找律师代理", "代理费", "律师费", "帮我打官司", "加微信", "线下")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence that is put into a section with one press."""

    code: str
    label: str
    text: str
    section: str = "next_steps"


def phrases() -> list[Phrase]:
    """The sentences that are ready."""
    return [
        Phrase(
            "retain",
            _("委托提示"),
            _(
                "如果需要委托律师，请通过本网“找律师、找机构”（/directory/）查询律师和律师事务所的公开信息，自行选择。"
                "本网的解答不收取任何费用，解答人员不在本网解答中接受委托。"
            ),
        ),
        Phrase(
            "aid",
            _("法律援助提示"),
            _(
                "您可能符合法律援助的条件，是否符合由法律援助机构审查决定。"
                "可以查询法律援助机构（/directory/?kind=legal_aid_agency），或者拨打12348了解怎么申请，不收费。"
            ),
        ),
        Phrase(
            "danger",
            _("危险提示"),
            _(
                "如果您或者家人正面临人身危险，请马上拨打110；需要急救拨打120。"
                "遭受家庭暴力的，可以拨打12338求助，并可以向人民法院申请人身安全保护令。"
            ),
        ),
        Phrase(
            "window",
            _("当面咨询"),
            _(
                "情况复杂、材料较多的，可以带上材料到就近的公共法律服务中心当面咨询（/directory/?kind=public_legal_service_centre）。"
            ),
        ),
    ]


@dataclass(frozen=True, slots=True)
class Sign:
    """Something in the question that a lawyer should look at before answering; never a finding of fact."""

    title: str
    words: str
    is_danger: bool = False
    phrase: str = ""


def signs_of(case: Consultation) -> list[Sign]:
    """What screening said that matters for answering, and what else the lawyer should not miss (one query)."""
    rules = (RuleCode.DANGER, RuleCode.MINOR, RuleCode.LIMITATION, RuleCode.LANGUAGE)
    flags = ScreeningFlag.objects.filter(consultation=case, rule__in=[str(rule) for rule in rules])
    found = [
        Sign(
            title=_("危险的迹象") if flag.rule == RuleCode.DANGER else _("请留意"),
            words="：".join(part for part in (flag.explanation.rstrip("。"), "、".join(words_of(flag.words))) if part),
            is_danger=flag.rule == RuleCode.DANGER,
            phrase="danger" if flag.rule == RuleCode.DANGER else "",
        )
        for flag in flags
    ]
    if any(word in f"{case.question}{case.wanted}" for word in _WANTS_A_LAWYER):
        words = _("咨询人可能想委托律师。规范第二十二条：请引导到本网名录，不能留联系方式。")
        found.append(Sign(_("委托"), words, phrase="retain"))
    if case.age_band in (AgeBand.UNDER_14, AgeBand.FROM_14, AgeBand.FROM_60):
        words = _("未成年人、老年人的事项，可能符合法律援助条件；是否符合由法律援助机构审查决定。")
        found.append(Sign(_("法律援助"), words, phrase="aid"))
    return sorted(found, key=lambda sign: not sign.is_danger)


# -- articles ----------------------------------------------------------------------------------------------------------


def laws_found(words: str, today: date) -> Offer:
    """Articles that somebody may mean: named, or found by their words."""
    return offer_for(words.strip()[:LONGEST_QUERY], today)


def row_of_insert(value: str, offer: Offer) -> CitationRow | None:
    """The citation behind a button ``SLUG:LOCATOR`` of the panel."""
    for one in offer.shown:
        if f"{one.slug}:{one.cited.locator}" == value:
            return CitationRow(words=one.cited.words, was=one.cited)
    return None


# -- what was written before -------------------------------------------------------------------------------------------


def usable_templates(user: Any, case: Consultation | None = None) -> list[AnswerTemplate]:
    """Templates of the person and of the institution; those of the case's topic first."""
    staff = ResidentStaff.objects.filter(user=user).first()
    institution = Q(resident_institution__institution=user.institution_id) if user.institution_id else Q(pk__in=[])
    shared = institution & Q(staff__isnull=True)
    own = (
        Q(staff=staff) | Q(staff__isnull=True, resident_institution=staff.resident_institution_id) if staff else shared
    )
    found = list(AnswerTemplate.objects.filter(own | shared).select_related("topic", "staff"))
    topic = case.topic_id if case is not None else None
    return sorted(found, key=lambda one: topic is None or one.topic_id != topic)


def earlier_answers(staff: ResidentStaff | None, case: Consultation) -> list[tuple[Answer, str]]:
    """A resident's own latest answers with a label, of the same topic first. None of what is kept apart: a minor's case, a
    quarantined one."""
    if staff is None:
        return []
    found = (
        Answer.objects.filter(author=staff, consultation__is_quarantined=False, corrections__isnull=True)
        .exclude(consultation=case)
        .exclude(consultation__age_band=AgeBand.UNDER_14)
        .select_related("consultation__topic")
        .order_by("-sent_at")[:MOST_EARLIER]
    )
    same = sorted(found, key=lambda one: one.consultation.topic_id != case.topic_id)
    return [(one, _label(one)) for one in same]


def _label(answer: Answer) -> str:
    topic = answer.consultation.topic
    begin = " ".join(answer.conclusion.split())[:24]
    return f"{chinese_date(answer.sent_at)} {topic.name if topic else ''}：{begin}"


def doubt_of(value: str, user: Any, case: Consultation) -> str:
    """Why a template is not to be used before somebody looked at it; "" where it may, and for answers."""
    template = next((one for one in usable_templates(user, case) if f"t{one.pk}" == value), None)
    return neighbours.template_doubts([template]).get(template.pk, "") if template is not None else ""


def brought(value: str, user: Any, staff: ResidentStaff | None, case: Consultation) -> EditorState | None:
    """What ``t12`` (a template) or ``a34`` (an own earlier answer) brings; None for what this person may not use."""
    kind, key = value[:1], value[1:]
    if kind == "t":
        template = next((one for one in usable_templates(user, case) if str(one.pk) == key), None)
        return from_template(template) if template is not None else None
    answer = next((one for one, _words in earlier_answers(staff, case) if f"{kind}{one.pk}" == f"a{key}"), None)
    if answer is None:
        return None
    return from_answer(answer, answer.citations.all(), keeps_days=False)


def question_of(case: Consultation) -> dict[str, Any]:
    """What was asked, as the lawyer needs it beside the answer: nothing of who asked (three queries)."""
    rows: Any = case
    return {
        "further": [one for one in rows.further.all() if one.answer_id is None],
        "facts": rows.facts.all(),
        "lines": neighbours.conversation(case),
        "days": _days(case),
    }


def _days(case: Consultation) -> str:
    days = [chinese_date(day) for day in (case.happened_from, case.happened_until) if day]
    return _("至").join(days)


def changed_articles(read: Sequence[Any]) -> list[str]:
    """The sentences of a banner: what was taken over and has changed, or stands no more."""
    found = [one.notice or (one.errors.get("words", "") if one.row.was is not None else "") for one in read]
    return list(dict.fromkeys(words for words in found if words))
