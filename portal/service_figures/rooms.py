"""Rows, figures and panels of the rooms around the message board: complaints, the experts' agreement, publications.

Their rows carry no receipt number where it would lead from one room into another: a review leads to no case, a complaint may
have none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.common.clock import SHANGHAI
from portal.complaints.choices import Outcome
from portal.complaints.models import Complaint, Decision
from portal.consultations.timeliness.figures import NO_TOPIC
from portal.expert_panel.models import Criterion, ReviewMark
from portal.public_board.models import Publication
from portal.service_figures.districts import district_of
from portal.service_figures.measures import How, Measure, register_measure
from portal.service_figures.panels import Panel, register_headline, register_panel
from portal.service_figures.rows import Row, Source, Spans, register_source, within
from portal.service_figures.sources import agreed, rows

UNNUMBERED = "-"
UNDECIDED, LATE = "open", "late"


def complaints(spans: Spans) -> Iterable[Row]:
    """Complaints by when they were filed; the kind is the outcome of the last look; the value is 1 where that was late."""
    last = Decision.objects.filter(complaint=OuterRef("pk")).order_by("-look")
    found = (
        Complaint.objects.filter(within("filed_at", spans))
        .annotate(outcome=Subquery(last.values("outcome")[:1]), was_late=Subquery(last.values("was_late")[:1]))
        .values_list(
            *("filed_at", "about", "institution__name", "staff_code", "outcome", "was_late"),
            *("consultation__topic__code", "consultation__place", "consultation__channel"),
        )
    )
    for filed_at, about, institution, code, outcome, was_late, topic, place, channel in found:
        yield Row(
            UNNUMBERED,
            filed_at.astimezone(SHANGHAI),
            topic or NO_TOPIC,
            district_of(place or ""),
            channel or "",
            institution or "",
            code,
            f"{about}:{outcome or UNDECIDED}",
            None if outcome is None else float(bool(was_late)),
        )


def agreement(spans: Spans) -> Iterable[Row]:
    """Pairs of marks that two experts gave one answer, by when the second was done; the kind is the criterion, the value 1
    where both marked alike."""
    to_case = "review__answer__consultation__"
    marks = agreed(
        ReviewMark.objects.filter(
            within("review__done_at", spans), review__sample__wanted=2, review__ended_at__isnull=True
        ),
        to_case,
    )
    pairs: dict[tuple[int, str], list[tuple[Any, ...]]] = defaultdict(list)
    for sample, criterion, *told in marks.order_by("review__done_at", "review__pk").values_list(
        "review__sample",
        "criterion",
        "mark",
        "review__done_at",
        *(f"{to_case}{name}" for name in ("topic__code", "place", "channel")),
    ):
        pairs[sample, criterion].append(tuple(told))
    for (_sample, criterion), given in pairs.items():
        if len(given) == 2:
            _mark, done_at, topic, place, channel = given[1]
            yield Row(
                UNNUMBERED,
                done_at.astimezone(SHANGHAI),
                str(topic or NO_TOPIC),
                district_of(str(place)),
                str(channel),
                kind=criterion,
                value=float(given[0][0] == given[1][0]),
            )


def publications(spans: Spans) -> Iterable[Row]:
    """Consultations by when they became public, those taken off since among them."""
    return rows(Publication.objects.filter(within("published_at", spans)), "published_at", "consultation__")


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
    register_source(Source("complaints", _("投诉"), complaints, _kinds()))
    register_source(Source("agreement", _("两名专家的评分"), agreement, dict(Criterion.choices)))
    register_source(Source("publications", _("公开的咨询"), publications, {}))
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
