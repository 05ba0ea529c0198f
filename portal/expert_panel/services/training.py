"""Past disagreements as training cases: made without anybody in them, released by a supervisor, tried by residents who see
what the experts thought once they have marked for themselves."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from portal.common import clock
from portal.common.redaction import apply_map
from portal.consultations.models import Consultation, ResidentStaff, ScreeningFlag
from portal.consultations.models.choices import AgeBand
from portal.consultations.models.querysets import SUPERVISE
from portal.consultations.screening.asked import RuleCode
from portal.consultations.shown_answers import SECTION_TITLES
from portal.expert_panel.models import AnswerReview, Criterion, Mark, ReviewSample, TrainingCase, TrainingTry
from portal.expert_panel.services.blinding import blind_map, names_in

SHUT_TOPICS = ("family_violence", "medical", "minors_and_elderly")
_SHUT_RULES = (RuleCode.DANGER, RuleCode.MINOR, RuleCode.UNDER_14, RuleCode.STATE_SECRET)
_SHUT_WORDS = re.compile(
    r"家暴|家庭暴力|强奸|猥亵|性侵|性骚扰|卖淫|嫖娼|裸照|怀孕|流产|堕胎|艾滋|梅毒|乙肝|性病|精神病|精神障碍|抑郁|病历|"
    r"癌|肿瘤|确诊|住院|残疾|未成年|孩子|儿童|幼女|女童|男童|自杀|轻生"
)
"""Family violence, sexual matters, health and children by their words: what is doubtful becomes no training case."""
OPEN_TO_TRAINING = (
    Q(is_quarantined=False, frozen_at__isnull=True, is_of_minor=False, says_in_danger=False)
    & ~Q(age_band__in=(AgeBand.UNDER_14, AgeBand.FROM_14))
    & (Q(topic__isnull=True) | ~Q(topic__code__in=SHUT_TOPICS))
)


def open_to_training() -> QuerySet[Consultation]:
    """Cases that may become or stay training cases, as far as rows say it."""
    flags = ScreeningFlag.objects.filter(consultation=OuterRef("pk"), rule__in=[str(rule) for rule in _SHUT_RULES])
    return Consultation.objects.filter(OPEN_TO_TRAINING).filter(~Exists(flags))


def make_training_case(sample: ReviewSample) -> TrainingCase | None:
    """A candidate, once two experts are done and differ by a criterion, of a case that is open to it; else None."""
    reviews = list(
        AnswerReview.objects.filter(sample=sample, done_at__isnull=False).prefetch_related("marks").order_by("pk")
    )
    if len(reviews) != 2 or not _differ(*reviews) or TrainingCase.objects.filter(sample=sample).exists():
        return None
    answer = sample.answer
    case = open_to_training().select_related("topic").filter(pk=answer.consultation_id).first()
    if case is None:
        return None
    sections = {str(SECTION_TITLES[name]): getattr(answer, name) for name in SECTION_TITLES}
    written = "\n\n".join(f"{title}：{text}" for title, text in sections.items() if text)
    opinions = [_opinion(review) for review in reviews]
    said = [words for one in opinions for words in (one["comment"], *one["comments"].values())]
    if _SHUT_WORDS.search("\n".join((case.question, case.wanted, written, *said))):
        return None
    hidden = blind_map((case.question, written, *said), [*names_in(case), *_names_of(answer.author)])
    for one in opinions:
        one["comment"] = apply_map(one["comment"], hidden)
        one["comments"] = {code: apply_map(words, hidden) for code, words in one["comments"].items()}
    return TrainingCase.objects.create(
        sample=sample,
        topic=case.topic,
        question=apply_map(case.question, hidden),
        answer=apply_map(written, hidden),
        opinions=json.dumps(opinions, ensure_ascii=False),
        made_at=clock.now(),
    )


def live_cases() -> QuerySet[TrainingCase]:
    """Training cases whose consultation is still open to it: a later quarantine, freezing or flag takes them away."""
    shown = TrainingCase.objects.filter(sample__answer__consultation__in=open_to_training().values("pk"))
    return shown.select_related("topic")


def cases_open_to(user: Any) -> QuerySet[TrainingCase]:
    """The same but for what was made of somebody's own question: who asked is not told what experts said of the answer."""
    return live_cases().exclude(sample__answer__consultation__citizen=user)


def cases_for(staff: ResidentStaff) -> QuerySet[TrainingCase]:
    """What a resident may read: released, and never an answer of their own, nor one to a question of their own."""
    return cases_open_to(staff.user).filter(released_at__isnull=False).exclude(sample__answer__author=staff)


def release(case: TrainingCase, more: str, *, by: Any) -> TrainingCase:
    """Let residents read it, after somebody has read the exact text; ``more``: further words to hide, one a line.

    Raises PermissionDenied for others than supervisors.
    """
    _demand(by)
    hidden = {words.strip(): _("〔隐去〕") for words in more.splitlines() if len(words.strip()) >= 2}
    with transaction.atomic():
        row = cases_open_to(by).select_for_update(of=("self",)).get(pk=case.pk)
        row.question, row.answer = apply_map(row.question, hidden), apply_map(row.answer, hidden)
        opinions = json.loads(row.opinions)
        for one in opinions:
            one["comment"] = apply_map(one["comment"], hidden)
            one["comments"] = {code: apply_map(words, hidden) for code, words in one["comments"].items()}
        row.opinions = json.dumps(opinions, ensure_ascii=False)
        row.released_at, row.released_by = clock.now(), by
        row.save()
    return row


def discard(case: TrainingCase, *, by: Any) -> None:
    """Not use it, or take it back."""
    _demand(by)
    TrainingCase.objects.filter(pk=case.pk).delete()


def mark(case: TrainingCase, marks: Mapping[str, int], staff: ResidentStaff) -> TrainingTry:
    """Keep what a resident marked; the first try counts. Raises ValidationError for a mark that is missing."""
    missing = {
        f"mark_{code}": _("请给“%s”评分。") % code.label for code in Criterion if marks.get(code) not in Mark.values
    }
    if missing:
        raise ValidationError(missing)
    chosen = {str(code): int(marks[code]) for code in Criterion}
    return TrainingTry.objects.get_or_create(case=case, staff=staff, defaults={"marks": chosen, "at": clock.now()})[0]


def forget(case: Consultation) -> list[str]:
    """Take away the training case of a consultation whose personal data are erased."""
    gone, _rows = TrainingCase.objects.filter(sample__answer__consultation=case).delete()
    return ["training_case"] if gone else []


def _differ(first: AnswerReview, second: AnswerReview) -> bool:
    return _marks(first) != _marks(second)


def _marks(review: AnswerReview) -> dict[str, int]:
    return {row.criterion: row.mark for row in review.marks.all()}


def _opinion(review: AnswerReview) -> dict[str, Any]:
    rows = review.marks.all()
    return {
        "marks": {row.criterion: row.mark for row in rows},
        "comments": {row.criterion: row.comment for row in rows if row.comment},
        "comment": review.comment,
        "overall": review.overall,
    }


def _names_of(staff: ResidentStaff | None) -> list[str]:
    if staff is None:
        return []
    return [staff.practitioner.name, str(staff.resident_institution.institution)]


def _demand(by: Any) -> None:
    if not by.is_active or not by.has_perm(SUPERVISE):
        raise PermissionDenied(_("您没有进行这一操作的权限。"))
