"""How far experts agree: pairs of reviews of one answer, by criterion. Figures of no person and no case. What a purged case
leaves of them is counted on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from portal.consultations.models import Consultation
from portal.expert_panel.agreement import Agreement, Pair, agreement
from portal.expert_panel.models import Criterion, ReviewMark
from portal.retention.facts import month_of
from portal.retention.models import PurgedCase

LEFT = "experts"
"""What purged cases keep it under (``PurgedCase.more``)."""


@dataclass(frozen=True, slots=True)
class LeftPair:
    """Two experts' marks of an answer that is gone: the month of the second, the criterion, the marks."""

    month: date
    criterion: str
    pair: Pair


@dataclass(frozen=True, slots=True)
class CriterionAgreement:
    """A line of the table and of the chart."""

    code: str
    label: str
    found: Agreement

    @property
    def kappa(self) -> str:
        """Two digits; "" where it cannot be worked out."""
        return "" if self.found.kappa is None else f"{self.found.kappa:.2f}"

    @property
    def unweighted(self) -> str:
        """The same, without weights."""
        return "" if self.found.unweighted is None else f"{self.found.unweighted:.2f}"


def agreement_by_criterion() -> list[CriterionAgreement]:
    """Each criterion of article 21 over all answers that two experts have finished; two queries."""
    pairs: dict[str, list[Pair]] = defaultdict(list)
    for criterion, pair, _at in _pairs(ReviewMark.objects.all()):
        pairs[criterion].append(pair)
    for more in PurgedCase.objects.filter(**{f"more__{LEFT}__has_key": "pairs"}).values_list("more", flat=True):
        for left in read_pairs(more):
            pairs[left.criterion].append(left.pair)
    return [CriterionAgreement(code, str(code.label), agreement(pairs[code])) for code in Criterion]


def left_by(case: Consultation) -> dict[str, str]:
    """What a case that is purged leaves: its pairs in one word, nothing where there are none."""
    found = _pairs(ReviewMark.objects.filter(review__answer__consultation=case))
    told = [f"{month_of(at):%Y-%m}:{criterion}:{one}:{other}" for criterion, (one, other), at in found]
    return {"pairs": ",".join(told)} if told else {}


def read_pairs(more: dict[str, Any]) -> Iterator[LeftPair]:
    """What ``left_by`` wrote, from what a purged case keeps."""
    for told in filter(None, more.get(LEFT, {}).get("pairs", "").split(",")):
        month, criterion, one, other = told.split(":")
        yield LeftPair(date(int(month[:4]), int(month[5:7]), 1), criterion, (int(one), int(other)))


def _pairs(found: QuerySet[ReviewMark]) -> Iterator[tuple[str, Pair, datetime]]:
    """The first expert is who was given the answer first; the moment is when the later of the two was done."""
    done = found.filter(review__sample__wanted=2, review__done_at__isnull=False, review__ended_at__isnull=True)
    rows = done.order_by("review__pk").values_list("review__sample", "criterion", "mark", "review__done_at")
    marks: dict[tuple[int, str], list[tuple[int, datetime]]] = defaultdict(list)
    for sample, criterion, mark, at in rows:
        if at is not None:
            marks[sample, criterion].append((mark, at))
    for (_sample, criterion), given in marks.items():
        if len(given) == 2:
            (one, at), (other, later) = given
            yield criterion, (one, other), max(at, later)
