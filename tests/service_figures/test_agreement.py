"""Article 21: whether two experts mark alike is a figure of the month in which the second was done, and equals its file."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from portal.common.clock import SHANGHAI
from portal.expert_panel.models import AnswerReview, Criterion
from portal.service_figures.asking import Asked, topic_names
from portal.service_figures.dashboard import Figure, dashboard
from portal.service_figures.measures import How
from portal.service_figures.periods import PeriodKind, period_of
from tests.expert_panel.panel import expert, finished, marks, sampled, settle
from tests.service_figures.figures import MARCH, recount, written

pytestmark = [pytest.mark.django_db, pytest.mark.integration]
FEBRUARY = period_of(PeriodKind.MONTH, date(2026, 2, 1))


def test_a_pair_counts_in_the_month_of_its_second_review_whenever_the_first_was() -> None:
    settle(double_percent=100)
    expert()
    expert()
    first, second = sampled()
    one = next(iter(Criterion.values))
    for review, given, month in ((first, marks(3), 2), (second, marks(3, **{str(one): 2}), 3)):
        finished(review, given)
        AnswerReview.objects.filter(pk=review.pk).update(done_at=datetime(2026, month, 10, tzinfo=SHANGHAI))
    shown = {period: _agreement(Asked(period)) for period in (FEBRUARY, MARCH)}
    assert shown[FEBRUARY].value is None
    alike = len(Criterion.values) - 1
    assert shown[MARCH].value == round(alike * 100 / len(Criterion.values), 1)
    assert recount(written(shown[MARCH].query), How.SHARE) == shown[MARCH].value


def _agreement(asked: Asked) -> Figure:
    headlines = dashboard(asked, topic_names()).headlines
    return next(line.now for line in headlines if line.now.measure.name == "agreement")
