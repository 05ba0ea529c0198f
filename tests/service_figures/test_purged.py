"""A purge leaves the statistics (article 32): the figures of a month are the same before and after."""

from __future__ import annotations

import pytest

from portal.consultations.models import AgreementConsent, Consultation
from portal.retention.facts import clocks_of, facts_of
from portal.retention.models import PurgedCase, PurgedDeadline
from portal.service_figures.asking import Asked, topic_names
from portal.service_figures.dashboard import Dashboard, dashboard
from tests.service_figures.figures import MARCH, invented

pytestmark = [pytest.mark.django_db, pytest.mark.integration]


def purge_all() -> None:
    """What a purge leaves, of every case; the cases themselves are in no figure any more."""
    for case in Consultation.objects.all():
        left = PurgedCase.objects.create(
            case_id=case.pk,
            number_digest=f"{case.pk}",
            head_sequence=1,
            head_digest="0",
            purged_on=MARCH.last,
            **facts_of(case),
        )
        PurgedDeadline.objects.bulk_create(PurgedDeadline(purged=left, **clock) for clock in clocks_of(case))
    AgreementConsent.objects.update(purposes=["answer", "sensitive"])


def words_of(shown: Dashboard, left_out: tuple[str, ...]) -> dict[str, object]:
    told: dict[str, object] = {line.now.measure.name: line.now.words for line in shown.headlines}
    for table in shown.tables:
        if table.panel.name not in left_out:
            told[table.panel.name] = {line.label: [figure.words for figure in line.figures] for line in table.lines}
    return told


def test_article_32_the_figures_of_a_month_are_the_same_before_and_after_a_purge() -> None:
    invented(60)
    by_day = ("volume", "hours")
    before = words_of(dashboard(Asked(MARCH), topic_names()), by_day)
    purge_all()
    after = dashboard(Asked(MARCH), topic_names())
    assert words_of(after, by_day) == before
    assert after.gone == after.headlines[0].now.value
