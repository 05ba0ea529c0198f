"""A purge leaves the statistics (article 32): the figures of a month are the same before and after."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client, TestCase

from portal.common import clock
from portal.common.clock import SHANGHAI
from portal.complaints.models import Complaint
from portal.consultations.models import AgreementConsent, AnswerCitation, Consultation, Deadline
from portal.consultations.services.citizen import acts as citizen_acts
from portal.expert_panel.models import Criterion
from portal.expert_panel.services.figures import agreement_by_criterion
from portal.public_board.services import withdrawing
from portal.retention.models import PurgedCase, PurgeRun
from portal.retention.services import purging
from portal.service_figures.asking import Asked, topic_names
from portal.service_figures.dashboard import Dashboard, dashboard
from portal.service_figures.dimensions import dimension_of
from portal.service_figures.issues.keeping import write_terms
from portal.service_figures.measures import How, Measure, measures
from portal.service_figures.models import LeftWord
from portal.service_figures.reports.content import report_of
from portal.service_figures.rows import Row
from portal.service_figures.tallying import Tallies
from tests.complaints import builders as complaints
from tests.consultations import builders
from tests.consultations.records.lives import appealed
from tests.expert_panel.panel import expert, finished, marks, sampled, settle
from tests.public_board import builders as publications
from tests.service_figures.figures import MARCH, invented, recount, written

pytestmark = [pytest.mark.django_db, pytest.mark.integration]
BY = ("", "topic", "district", "channel", "kind", "clock", "institution", "resident")
"""Every breakdown but those that need a day or an hour: of what is gone the month alone is known."""
Travel = Callable[[datetime], None]
IN_MARCH, YEARS_LATER = datetime(2026, 3, 12, 10, tzinfo=SHANGHAI), datetime(2029, 6, 1, 10, tzinfo=SHANGHAI)


@pytest.fixture
def travel() -> Iterator[Travel]:
    with time_machine.travel(IN_MARCH) as traveller:
        yield traveller.move_to


def rated(case: Consultation) -> None:
    citizen_acts.rate(case, case.answers.first(), 4, by=builders.asker(case))


def lived() -> None:
    """What invented cases do not have: experts who do not agree, what was public once, words, articles, complaints, a case
    without consent to statistics."""
    settle(double_percent=100)
    expert()
    expert()
    for first, second in ((3, 2), (1, 3)):
        one, other = sampled()
        finished(one, marks(first))
        finished(other, marks(second, **{str(Criterion.ACCURATE): first}))
        rated(one.answer.consultation)
    shown = publications.public()
    AnswerCitation.objects.create(
        answer=shown.consultation.answers.get(),
        written="劳动法第五十条",
        outside_title="劳动法",
        read_on=date(2026, 3, 12),
    )
    rated(shown.consultation)
    withdrawing.withdraw(Consultation.objects.get(pk=shown.consultation_id), by=builders.asker(shown.consultation))
    write_terms(list(Consultation.objects.values_list("receipt_number", flat=True)))
    unhappy = builders.answered()
    citizen_acts.rate(unhappy, unhappy.answers.get(), 2, by=builders.asker(unhappy))
    builders.first_answer(Consultation.objects.get(pk=unhappy.pk))
    again = Consultation.objects.get(pk=unhappy.pk)
    citizen_acts.rate(again, again.answers.order_by("pk").last(), 4, by=builders.asker(again))
    Deadline.objects.filter(consultation=again, kind="first_answer").update(outcome="late")
    accepted = Consultation.objects.get(pk=appealed().pk)
    citizen_acts.withdraw(accepted, by=builders.asker(accepted))
    other = Consultation.objects.exclude(pk=shown.consultation_id).filter(state="closed").last()
    complaints.decided(complaints.of_case(other), complaints.FOUNDED)


def purge_all() -> None:
    run = PurgeRun.objects.create(
        state="approved", proposed_at=clock.now(), decided_by=builders.person("administrator")
    )
    for case in Consultation.objects.order_by("pk"):
        with TestCase.captureOnCommitCallbacks(execute=True):
            purging.purge_case(case.pk, run)


def cells(measure: Measure, by: str, rows: list[Row]) -> dict[str, Any]:
    dimension = dimension_of(by, period=MARCH, source=measure.source, topics=topic_names()) if by else None
    keys = sorted({dimension.cell(row) for row in rows}) if dimension is not None else [""]
    found = {key: measure.value(row for row in rows if dimension is None or dimension.cell(row) == key) for key in keys}
    return {key: value for key, value in found.items() if value}


def every_figure(asked: Asked) -> dict[tuple[str, str], Any]:
    """Each measure by each breakdown that tells its rows apart."""
    tallies = Tallies(asked, [(measure, by) for measure in measures() for by in BY])
    return {(m.name, by): cells(m, by, tallies.rows(m.source, by)) for m in measures() for by in BY}


def every_file() -> dict[str, list[tuple[str, ...]]]:
    """The lines of each figure's file, without number and day."""
    found = {}
    for measure in measures():
        text = written(Asked(MARCH).query(measure=measure.name))
        lines = list(csv.DictReader(io.StringIO(text)))
        value = measure.value(Tallies(Asked(MARCH), [(measure, "")]).rows(measure.source))
        assert (recount(text, measure.how) or None) == (value or None), measure.name
        left_out = ("咨询编号", "时间") if measure.how in (How.MEDIAN, How.NINETIETH) else ("咨询编号", "时间", "数值")
        found[measure.name] = sorted(
            tuple(value for name, value in line.items() if name not in left_out) for line in lines
        )
    return found


def words_of(shown: Dashboard) -> dict[str, object]:
    told: dict[str, object] = {line.now.measure.name: line.now.words for line in shown.headlines}
    for table in shown.tables:
        if table.panel.by not in ("time", "hour"):
            told[table.panel.name] = {line.label: [figure.words for figure in line.figures] for line in table.lines}
    return told


def test_article_32_every_figure_of_a_month_is_the_same_before_and_after_a_purge(
    travel: Travel, client: Client
) -> None:
    invented(60)
    lived()
    travel(YEARS_LATER)
    topics = topic_names()
    filters = [{}, {"topic": "labour"}, {"channel": "message"}]
    filters += [{"institution": name} for name in {row.institution for row in rows_with_holder()}]

    def all_of_it() -> list[Any]:
        report = report_of(MARCH.first, clock.today(), topics)
        return [
            *(every_figure(Asked(MARCH, **each)) for each in filters),
            every_file(),
            words_of(dashboard(Asked(MARCH), topics)),
            report.summary,
            words_of(report.dashboard),
            agreement_by_criterion(),
        ]

    before = all_of_it()
    nothing = [name for (name, by), found in before[0].items() if not by and not found]
    assert nothing == ["still_open"], "every figure is tried"
    purge_all()
    assert not Consultation.objects.exists()
    assert not Complaint.objects.exists()
    assert {case.last_month for case in PurgedCase.objects.all()} == {MARCH.first, date(2026, 4, 1)}
    after = all_of_it()
    for one, other in zip(before, after, strict=True):
        assert other == one
    client.force_login(builders.person("supervisor"))
    page = client.get("/workbench/service-figures/rows/?measure=asked&period=month&on=2026-03-01").content.decode()
    assert ("已清除" in page, "<td>2026年3月</td>" in page, "2026年3月1日" in page.partition("<tbody>")[2]) == (
        True,
        True,
        False,
    )
    shown = dashboard(Asked(MARCH), topics)
    assert shown.gone == shown.headlines[0].now.value


def rows_with_holder() -> list[Row]:
    measure = next(one for one in measures() if one.name == "answered")
    return Tallies(Asked(MARCH), [(measure, "institution")]).rows("answered", "institution")


def test_article_32_what_is_left_of_words_does_not_lie_with_what_a_number_finds(travel: Travel) -> None:
    lived()
    refused = builders.answered()
    rated(refused)
    AgreementConsent.objects.filter(consultation=refused).update(purposes=["answer", "sensitive"])
    AnswerCitation.objects.create(
        answer=refused.answers.get(), written="物权法第一条", outside_title="物权法", read_on=date(2026, 3, 12)
    )
    travel(YEARS_LATER)
    purge_all()
    kept = {row.word for row in LeftWord.objects.all()}
    assert "劳动法第五十条" in kept
    assert "物权法第一条" not in kept, "its asker did not agree to statistics"
    assert {row.source for row in LeftWord.objects.all()} == {"terms", "citations"}
    for case in PurgedCase.objects.all():
        assert not [word for word in kept if word in str(case.more)]


def test_article_32_words_of_cases_alike_are_one_count_and_no_title_leads_to_a_case(travel: Travel) -> None:
    staff = builders.resident()
    for _case in range(2):
        case = builders.answered(staff)
        AnswerCitation.objects.create(
            answer=case.answers.get(),
            written="北京市朝阳区人民法院（2024）京0105民初1234号民事判决书",
            outside_title="判决书",
            read_on=date(2026, 3, 12),
        )
        rated(case)
        write_terms([case.receipt_number])
    travel(YEARS_LATER)
    purge_all()
    left = {(row.source, row.word): row.times for row in LeftWord.objects.all()}
    assert left["citations", "库外文件"] == 2
    assert set(left.values()) == {2}
