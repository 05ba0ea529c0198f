"""Rows, figures and panels of the rooms around the message board: complaints, the experts' agreement, publications.

Their rows carry no receipt number where it would lead from one room into another: a review leads to no case, a complaint may
have none.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Case, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.complaints.choices import Outcome
from portal.complaints.models import Complaint, Decision
from portal.expert_panel.models import Criterion, ReviewMark
from portal.public_board.models import Publication
from portal.service_figures.facts import Facts
from portal.service_figures.measures import How, Measure, register_measure
from portal.service_figures.panels import Panel, register_headline, register_panel
from portal.service_figures.rows import Row, Source, register_source
from portal.service_figures.sources import agreed, first_told, of_case

UNDECIDED = "open"
REVIEWED = "review__answer__consultation__"


def _complaints() -> QuerySet[Any]:
    last = Decision.objects.filter(complaint=OuterRef("pk")).order_by("-look")
    return Complaint.objects.annotate(
        outcome=Subquery(last.values("outcome")[:1]), was_late=Subquery(last.values("was_late")[:1])
    )


COMPLAINTS = Facts(
    _complaints,
    "filed_at",
    "consultation__",
    holder=("institution__name", "staff_code"),
    is_numbered=False,
    more=("about", "outcome"),
    kind=lambda told: f"{told[0]}:{told[1] or UNDECIDED}",
    exact=("was_late",),
    value=lambda told: None if told[0] is None else float(bool(told[0])),
)
"""Complaints by when they were filed; the kind is the outcome of the last look; the value is 1 where that was late."""


def _pairs() -> QuerySet[Any]:
    marks = ReviewMark.objects.filter(review__sample__wanted=2, review__ended_at__isnull=True)
    earlier = (
        marks.filter(review__sample=OuterRef("review__sample"), criterion=OuterRef("criterion"))
        .exclude(review=OuterRef("review"))
        .filter(
            Q(review__done_at__lt=OuterRef("review__done_at"))
            | Q(review__done_at=OuterRef("review__done_at"), review__lt=OuterRef("review"))
        )
    )
    pairs = marks.alias(other=Subquery(earlier.values("mark")[:1])).filter(other__isnull=False)
    is_alike = Case(When(mark=F("other"), then=Value(1)), default=Value(0), output_field=IntegerField())
    return agreed(pairs.annotate(is_alike=is_alike), REVIEWED)


AGREEMENT = Facts(
    _pairs,
    "review__done_at",
    REVIEWED,
    is_numbered=False,
    more=("criterion",),
    kind=first_told,
    exact=("is_alike",),
    value=lambda told: float(told[0]),
)
"""Pairs of marks that two experts gave one answer, by when the second was done, whenever the first was; the kind is the
criterion, the value 1 where both marked alike."""

PUBLICATIONS = of_case(Publication.objects.all, "published_at")
"""Consultations by when they became public, those taken off since among them."""


def outcome_of(row: Row) -> str:
    """What came of a complaint."""
    return row.kind.partition(":")[2]


def _kinds() -> dict[str, str | Promise]:
    from django.utils.text import format_lazy

    from portal.complaints.choices import About

    outcomes = {UNDECIDED: _("正在办理"), **dict(Outcome.choices)}
    return {
        f"{about}:{code}": format_lazy("{}：{}", about.label, words)
        for about in About
        for code, words in outcomes.items()
    }


def register() -> None:
    """Called from ``AppConfig.ready``."""
    for name, label, facts, kinds in (
        ("complaints", _("投诉"), COMPLAINTS, _kinds()),
        ("agreement", _("两名专家的评分"), AGREEMENT, dict(Criterion.choices)),
        ("publications", _("公开的咨询"), PUBLICATIONS, {}),
    ):
        register_source(Source(name, label, facts.rows, kinds, facts))
    register_measure(
        Measure(
            "complaints",
            _("投诉"),
            _("这段时间里提出的投诉，按最近一次办理的结果分；没有对应咨询的也算。"),
            "complaints",
        ),
        Measure(
            "complaints_founded",
            _("投诉属实率"),
            _("这段时间里提出、已有结果的投诉中，属实和部分属实的占多少。"),
            "complaints",
            How.SHARE,
            of=lambda row: outcome_of(row) != UNDECIDED,
            counts=lambda row: outcome_of(row) in (Outcome.FOUNDED, Outcome.PARTLY),
        ),
        Measure(
            "complaints_in_time",
            _("投诉按时办结率"),
            _("这段时间里提出、已有结果的投诉中，最近一次在时限以内作出的占多少。"),
            "complaints",
            How.SHARE,
            of=lambda row: row.value is not None,
            counts=lambda row: row.value == 0,
        ),
        Measure(
            "agreement",
            _("专家评分一致率"),
            _(
                "同一份答复由两名专家各自评分的，一项标准上两人评得一样的占多少；排除巧合的一致程度（kappa）见“专家尺度是否一致”。"
            ),
            "agreement",
            How.SHARE,
            counts=lambda row: row.value == 1,
        ),
        Measure("publications", _("公开"), _("这段时间里经咨询人同意公开的咨询，以后撤下的也算。"), "publications"),
    )
    register_headline("complaints", "complaints_founded", "complaints_in_time", "agreement", "publications")
    register_panel(
        Panel("complaints", _("投诉，按对象和结果"), "kind", ("complaints",), 105),
        Panel("agreement", _("专家评分是否一致，按标准"), "kind", ("agreement",), 106),
        Panel("publications", _("公开的咨询，按专题"), "topic", ("publications",), 107),
    )
