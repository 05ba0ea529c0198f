"""How far experts agree: pairs of reviews of one answer, by criterion. Figures of no person and no case."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from portal.expert_panel.agreement import Agreement, Pair, agreement
from portal.expert_panel.models import Criterion, ReviewMark, ReviewSample


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
    pairs = _pairs()
    return [CriterionAgreement(code, str(code.label), agreement(pairs[code])) for code in Criterion]


def _pairs() -> dict[str, list[Pair]]:
    """The first expert is who was given the answer first."""
    doubles = ReviewSample.objects.filter(wanted=2).values("pk")
    rows = ReviewMark.objects.filter(
        review__sample__in=doubles, review__done_at__isnull=False, review__ended_at__isnull=True
    )
    marks: dict[tuple[int, str], list[int]] = defaultdict(list)
    for sample, criterion, mark in rows.order_by("review__pk").values_list("review__sample", "criterion", "mark"):
        marks[sample, criterion].append(mark)
    pairs: dict[str, list[Pair]] = defaultdict(list)
    for (_sample, criterion), given in marks.items():
        if len(given) == 2:
            pairs[criterion].append((given[0], given[1]))
    return pairs
