"""Article 8: what the service did is gathered and counted; every figure opens the rows behind it and equals a recount from
the exported file."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.common.audit.models import AuditEntry
from portal.consultations.models import AgreementConsent, Consultation, ResidentStaff
from portal.consultations.records.verifying import Tally, verify_records
from portal.consultations.states import State
from portal.service_figures import charts, facts
from portal.service_figures.asking import Asked, topic_names
from portal.service_figures.dashboard import OTHERS, dashboard
from portal.service_figures.districts import district_of
from portal.service_figures.measures import measure_of
from portal.service_figures.moments import PARTS, hours_of
from portal.service_figures.panels import panels
from portal.service_figures.periods import PeriodKind, period_of
from portal.service_figures.tallying import Tallies
from tests.consultations.builders import person
from tests.service_figures.figures import FILE, FIRM, MARCH, PAGE, ROWS, file_of, invented, recount, said, written

pytestmark = [pytest.mark.django_db, pytest.mark.integration]
QUERY = "period=month&on=2026-03-01"


@pytest.fixture
def supervisor(client: Client) -> Client:
    client.force_login(person("supervisor"))
    return client


@pytest.mark.parametrize(
    ("seed", "count", "filters"),
    [
        (1, 60, {}),
        (2, 90, {"topic": "labour", "district": "朝阳区"}),
        (3, 60, {"channel": "message"}),
        (4, 1, {}),
        (5, 0, {}),
        (6, 60, {"institution": FIRM}),
    ],
)
def test_article_8_every_figure_of_the_dashboard_equals_a_recount_from_its_file(
    supervisor: Client, seed: int, count: int, filters: dict[str, str]
) -> None:
    invented(count, seed)
    shown = dashboard(Asked(MARCH, **filters), topic_names())
    figures = [each.now for each in shown.headlines]
    figures += [figure for table in shown.tables for line in table.lines for figure in line.figures]
    looked_at = {figure.query: figure for figure in figures if figure.value}
    for query, figure in looked_at.items():
        again = recount(written(query), figure.measure.how)
        assert said(figure.measure, again) == figure.words, query
    assert len(looked_at) > (100 if count > 1 and not filters else -1)
    for headline in shown.headlines[:3]:
        if headline.now.value:
            assert file_of(supervisor, headline.now.query).splitlines()[1:] != []


def test_article_8_the_row_of_the_rest_opens_its_rows_and_equals_them_too(
    supervisor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    invented(80)
    short = {panel.name: replace(panel, most=2) for panel in panels()}
    monkeypatch.setattr("portal.service_figures.panels._panels", short)
    shown = dashboard(Asked(MARCH), topic_names())
    rests = [(table, table.lines[-1]) for table in shown.tables if table.lines and table.lines[-1].key == OTHERS]
    assert {"topics", "districts", "residents"} <= {table.panel.name for table, _line in rests}
    for _table, line in rests:
        for figure in line.figures:
            if figure.value:
                assert said(figure.measure, recount(written(figure.query), figure.measure.how)) == figure.words
    page = supervisor.get(PAGE, {"period": "month", "on": "2026-03-01"}).content.decode()
    row = page.partition(f'data-cell="{OTHERS}"')[2].partition("</tr>")[0]
    link = row.partition('href="')[2].partition('"')[0].replace("&amp;", "&")
    assert "其余" in supervisor.get(link).content.decode()


def test_article_8_the_parts_of_a_breakdown_add_up_to_the_whole() -> None:
    invented(80)
    shown = dashboard(Asked(MARCH), topic_names())
    whole = {each.now.measure.name: each.now.value for each in shown.headlines}
    for table in shown.tables:
        for place, measure in enumerate(table.measures):
            if measure.unit == "件" and measure.name in whole:
                assert sum(line.figures[place].value or 0 for line in table.lines) == whole[measure.name], (
                    table.panel.name
                )


def test_article_8_a_figure_on_the_page_leads_to_its_rows_and_they_to_the_cases(supervisor: Client) -> None:
    invented(40)
    page = BeautifulSoup(supervisor.get(f"{PAGE}?{QUERY}").content, "html.parser")
    link = page.select_one('[data-measure="asked"] td a.figures-number')
    assert link is not None
    count = link.get_text(" ", strip=True).split()[-1]
    behind = BeautifulSoup(supervisor.get(str(link["href"])).content, "html.parser")
    assert behind.select_one("[data-value]").get_text() == count
    rows = behind.select("tbody tr")
    assert len(rows) == int(count)
    number = rows[0].select_one("th a")
    assert number is not None
    assert supervisor.get(str(number["href"])).status_code == 200


def test_a_case_that_the_viewer_may_not_open_is_counted_and_its_number_stays_out(supervisor: Client) -> None:
    invented(30)
    agreed = AgreementConsent.objects.filter(purposes__icontains="statistics").values("consultation")
    child = Consultation.objects.filter(pk__in=agreed).order_by("pk")[0]
    Consultation.objects.filter(pk=child.pk).update(age_band="under_14")
    page = supervisor.get(f"{ROWS}?{QUERY}&measure=asked").content.decode()
    assert "其中 1 条的咨询您不能打开" in page
    assert child.written_number not in page
    text = file_of(supervisor, f"{QUERY}&measure=asked")
    assert child.written_number not in text
    assert len(text.splitlines()) - 1 == AgreementConsent.objects.filter(purposes__icontains="statistics").count()


def test_an_auditor_reads_figures_and_opens_no_case(client: Client) -> None:
    invented(20)
    client.force_login(person("auditor"))
    assert client.get(f"{PAGE}?{QUERY}").status_code == 200
    lines = list(csv.DictReader(io.StringIO(file_of(client, f"{QUERY}&measure=asked").removeprefix("\ufeff"))))
    assert lines
    assert all(line["咨询编号"] == "" for line in lines)


def test_taking_rows_away_is_put_on_file(supervisor: Client) -> None:
    invented(10)
    file_of(supervisor, f"{QUERY}&measure=asked")
    entry = AuditEntry.objects.filter(act="exported").latest("pk")
    assert "提出" in entry.subject_name
    assert "2026年3月" in entry.details["filters"]


def test_who_did_not_agree_to_statistics_is_in_no_figure() -> None:
    invented(30)
    AgreementConsent.objects.update(purposes=["answer", "sensitive"])
    shown = dashboard(Asked(MARCH), topic_names())
    assert not any(each.now.value for each in shown.headlines)


def test_no_name_of_a_resident_stands_on_the_dashboard_or_in_a_file(supervisor: Client) -> None:
    invented(40)
    names = set(
        Consultation.objects.exclude(assigned_to=None).values_list("assigned_to__practitioner__name", flat=True)
    )
    page = supervisor.get(f"{PAGE}?{QUERY}").content.decode()
    text = page + file_of(supervisor, f"{QUERY}&measure=answered")
    assert names
    assert not [name for name in names if name in text]


@pytest.mark.parametrize(
    ("address", "most"),
    [(f"{PAGE}?{QUERY}", 40), (f"{ROWS}?{QUERY}&measure=asked", 16), (f"{FILE}?{QUERY}&measure=asked", 20)],
)
def test_ten_times_the_cases_take_as_many_queries(supervisor: Client, address: str, most: int) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as taken:
            answer = supervisor.get(address)
            assert answer.status_code == 200
            if answer.streaming:
                list(answer)
        return len(taken)

    invented(60)
    few = queries()
    invented(540, 2)
    assert queries() == few <= most


def test_what_the_database_counts_comes_back_as_few_rows_however_many_cases_there_are() -> None:
    def size(by: str) -> int:
        found = [measure for name in ("asked", "first_answer_hours") if (measure := measure_of(name)) is not None]
        return len(Tallies(Asked(MARCH), [(measure, by) for measure in found]).rows("asked", by))

    invented(300)
    states = len(State)
    assert size("") <= states
    assert size("hour") <= 24 * states
    assert size("resident") <= (ResidentStaff.objects.count() + 1) * states


def test_a_file_is_written_while_it_is_read(supervisor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    invented(60)
    read = []

    def counted(place: str) -> str:
        read.append(place)
        return district_of(place)

    answer = supervisor.get(f"{FILE}?{QUERY}&measure=asked")
    monkeypatch.setattr(facts, "district_of", counted)
    assert answer.streaming
    pieces = iter(answer)
    for _number in range(5):  # the mark, the headings, three rows
        next(pieces)
    assert len(read) <= 5
    assert len(list(pieces)) > 40


def test_hours_that_are_counted_together_are_the_same_with_one_decimal() -> None:
    for parts in (0, 1, 499, 500, 501, 999, 1_000, 1_500, 2_499, 2_500, 2_501, 3_500, 22_500, 23_500, 23_501, 699_999):
        together = parts // 500 + (parts + 499) // 500
        assert round(hours_of(together), 1) == round(parts / PARTS, 1), parts


def test_a_figure_stands_beside_the_period_before_and_the_year_before() -> None:
    invented(20)
    invented(10, 2, period_of(PeriodKind.MONTH, date(2026, 2, 1)))
    invented(5, 3, period_of(PeriodKind.MONTH, date(2025, 3, 1)))
    asked = next(e for e in dashboard(Asked(MARCH), topic_names()).headlines if e.now.measure.name == "asked")
    agreed = AgreementConsent.objects.filter(purposes__icontains="statistics")
    months = [
        agreed.filter(consultation__submitted_at__range=month.span).count()
        for month in (MARCH, MARCH.before, MARCH.year_before)
    ]
    assert [asked.now.value, asked.before.value, asked.year_before.value] == months


def test_free_dates_that_make_no_period_are_explained_and_kept(supervisor: Client) -> None:
    page = supervisor.get(f"{PAGE}?period=dates&from=2026-03-05&to=2026-03-01").content.decode()
    assert "结束日期不能早于开始日期" in page
    assert 'value="2026-03-05"' in page


def test_an_unknown_figure_has_no_rows(supervisor: Client) -> None:
    assert supervisor.get(f"{ROWS}?measure=nothing").status_code == 404
    assert supervisor.get(f"{FILE}?measure=nothing").status_code == 404


def test_a_time_without_cases_says_so_and_what_to_do(supervisor: Client) -> None:
    page = BeautifulSoup(supervisor.get(f"{PAGE}?{QUERY}").content, "html.parser")
    assert "这段时间没有可以统计的咨询" in page.get_text()
    assert "换一段时间" in page.get_text()
    assert page.select("main svg") == []
    assert not page.select("[data-key]")
    empty = page.select_one("#panel-topics")
    assert empty is not None
    assert "这段时间没有“提出”" in empty.get_text()
    rows = supervisor.get(f"{ROWS}?{QUERY}&measure=satisfied").content.decode()
    assert "这个数字后面没有咨询" in rows


def test_a_time_of_few_cases_warns_of_its_shares(supervisor: Client) -> None:
    invented(8)
    page = supervisor.get(f"{PAGE}?{QUERY}").content.decode()
    assert "百分比和用时会因为一两件咨询大起大落" in page
    invented(60, 2)
    assert "大起大落" not in supervisor.get(f"{PAGE}?{QUERY}").content.decode()


def test_every_panel_is_in_the_contents_and_every_link_of_the_contents_leads_to_one(supervisor: Client) -> None:
    invented(8)
    page = BeautifulSoup(supervisor.get(f"{PAGE}?{QUERY}").content, "html.parser")
    links = [str(link["href"]) for link in page.select(".figures-contents a")]
    assert all(page.select_one(f"details {link}") for link in links)
    assert {f"#panel-{panel.name}" for panel in panels()} <= set(links)


@pytest.mark.parametrize("size", [charts.DESK, charts.PHONE])
@pytest.mark.parametrize("kind", list(PeriodKind))
def test_no_two_words_of_an_axis_stand_on_one_another(kind: PeriodKind, size: charts.Size) -> None:
    labels = [words for words, _day in period_of(kind, date(2026, 12, 1)).buckets]
    drawn = charts.line_chart(labels, [("a", [1.0] * len(labels))], size)
    ends = 0.0
    for mark in drawn.across:
        width = sum(16 if each > "\u2e80" else 9 for each in mark.words)
        left = mark.at - {"start": 0, "middle": width / 2, "end": width}[mark.anchor]
        assert left >= ends
        ends = left + width
    assert ends <= size.width


def test_the_record_of_every_invented_case_holds() -> None:
    invented(40)
    assert list(verify_records(Tally())) == []
