"""The panel's own answer to a citizen (articles 26, 27): of a referral, or directly after a review, with the reason for it. It
passes what every answer passes, and names the expert no more than a resident."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cms.directory.models import Affiliation
from portal.common import clock
from portal.consultations.actors import Actor, signature_of
from portal.consultations.editor.checking import LABELS, texts_of
from portal.consultations.editor.findings import AnswerFinding, Identity, find_all, named
from portal.consultations.editor.names import firm_forms, person_forms
from portal.consultations.models import Answer, Consultation
from portal.consultations.models.choices import ActorKind, AnswerKind
from portal.consultations.policies import WrongState
from portal.consultations.services.answers.answering import answer_as_expert, try_expert_answer
from portal.consultations.services.answers.written import WrittenAnswer
from portal.consultations.services.case.moving import locked
from portal.consultations.services.case.recording import new_salt, salted_digest, write_event
from portal.consultations.services.case.telling import tell_resident
from portal.expert_panel.membership import is_clear, member_of
from portal.expert_panel.models import AnswerReview, ExpertReferral, PanelMember, ReferralState
from portal.expert_panel.services.blinding import hidden_in
from portal.expert_panel.services.referring import demand_answerable

TAKES_OVER = "answer_directly"
"""The event that says why the panel answers in the place of the resident."""
_NAMES = ("name", "firm")


def answer_referral(referral: ExpertReferral, written: WrittenAnswer, *, by: Actor) -> Answer:
    """Answer a referred case. Raises as ``answering.answer`` does, PermissionDenied for anybody but its expert."""
    with transaction.atomic():
        case = locked(referral.consultation)
        referral = ExpertReferral.objects.select_related("expert").get(pk=referral.pk)
        referral.consultation = case
        try_referral(referral, written, by=by)
        sent = answer_as_expert(case, written, by=by, said={"referral": referral.pk})
        referral.state, referral.answer, referral.ended_at = ReferralState.ANSWERED, sent, sent.sent_at
        referral.save()
        tell_resident(case, _("专家组答复了您提请的咨询。"))
    return sent


def try_referral(referral: ExpertReferral, written: WrittenAnswer, *, by: Actor) -> None:
    """Raise what ``answer_referral`` would, and send nothing."""
    if referral.state != ReferralState.FORWARDED:
        raise WrongState(_("这件转交已经结束，不能再答复。"))
    _demand_sendable(demand_answerable(referral, by), referral.consultation, written, by)


def answer_directly(review: AnswerReview, written: WrittenAnswer, reason: str, *, by: Actor) -> Answer:
    """Answer the citizen beside the resident (article 27, 必要时): after the review is done, once, with a reason."""
    with transaction.atomic():
        case = locked(review.answer.consultation)
        review = AnswerReview.objects.select_related("answer", "expert").get(pk=review.pk)
        try_directly(review, written, reason, by=by, case=case)
        salt, words, at = new_salt(), reason.strip(), clock.now()
        review.direct_reason, review.direct_salt = words, salt
        review.save(update_fields=["direct_reason", "direct_salt"])
        content = {"review": review.pk, "direct_reason": salted_digest(salt, words)}
        write_event(case, TAKES_OVER, signature_of(by, ActorKind.EXPERT), at=at, content=content)
        sent = answer_as_expert(case, written, by=by)
        review.expert_answer = sent
        review.save(update_fields=["expert_answer"])
        tell_resident(case, _("专家组对您答复过的一件咨询直接作了答复，请查看。"))
    return sent


def try_directly(
    review: AnswerReview, written: WrittenAnswer, reason: str, *, by: Actor, case: Consultation | None = None
) -> None:
    """Raise what ``answer_directly`` would, and send nothing."""
    case = case or review.answer.consultation
    member = member_of(by)
    if member is None or member.pk != review.expert_id or not is_clear(member, case):
        raise PermissionDenied(_("您不能对这件咨询进行这项操作。"))
    if review.done_at is None:
        raise WrongState(_("请先完成审阅，再直接答复。"))
    if Answer.objects.filter(consultation=case, kind=AnswerKind.EXPERT, sent_at__gte=review.assigned_at).exists():
        raise WrongState(_("专家组已经答复过这件咨询。"))
    errors: dict[str, Any] = {}
    if not reason.strip():
        errors["direct_reason"] = [_("请写明为什么需要专家组直接答复（规范第二十七条）。")]
    try:
        _demand_sendable(member, case, written, by)
    except WrongState:
        raise
    except ValidationError as error:
        errors = error.update_error_dict(errors)
    for name, words in _left_hidden(review.answer, written).items():
        errors.setdefault(name, []).append(words)
    if errors:
        raise ValidationError(errors)


def _left_hidden(answer: Answer, written: WrittenAnswer) -> dict[str, str]:
    """What stands for a name that the reviewer was not shown, and would tell the citizen nothing, by field."""
    labels = sorted(set(hidden_in(answer).values()))
    found = {name: [label for label in labels if label in text] for name, text in texts_of(written).items()}
    words = _("还有代替隐去内容的词：%(words)s。请改成“对方”“公司”这样的说法。")
    return {name: words % {"words": "、".join(left)} for name, left in found.items() if left}


def _demand_sendable(member: PanelMember, case: Consultation, written: WrittenAnswer, by: Actor) -> None:
    errors: dict[str, Any] = {}
    try:
        try_expert_answer(case, written, by=by)
    except WrongState:
        raise
    except ValidationError as error:
        errors = error.update_error_dict(errors)
    for name, words in _names_found(member, written).items():
        errors.setdefault(name, []).append(words)
    if errors:
        raise ValidationError(errors)


def _names_found(member: PanelMember, written: WrittenAnswer) -> dict[str, str]:
    """What names or leads to the expert (article 22), by field."""
    found = find_all(texts_of(written), LABELS, _identity_of(member), clock.today())
    by_field: dict[str, list[AnswerFinding]] = {}
    for one in found:
        if one.blocks and one.finding.rule.category in _NAMES:
            by_field.setdefault(one.field, []).append(one)
    return {
        name: _("不能发出的词：%(words)s。专家组的答复不写姓名和机构（规范第二十二条）。") % {"words": named(rows)}
        for name, rows in by_field.items()
    }


def _identity_of(member: PanelMember) -> Identity:
    homes = [member.institution] if member.institution is not None else []
    person = person_forms(member.user.display_name)
    if member.practitioner is not None:
        person |= person_forms(member.practitioner.name)
        current = Affiliation.objects.current_on(clock.today()).filter(practitioner=member.practitioner)
        homes += [row.institution for row in current.select_related("institution")]
    names = [name for home in homes for name in (home.name, *home.former_name_list)]
    return Identity(person=person, firm=firm_forms(names))
