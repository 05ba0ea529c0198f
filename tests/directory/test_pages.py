"""What everybody reads of the directory: the list, and the pages of entries."""

from __future__ import annotations

from datetime import UTC, date, datetime
from html import unescape
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.collecting.models import Source
from cms.directory.documents import documents
from cms.directory.models import Affiliation, Institution, Practitioner
from cms.directory.models.enums import WithdrawalReason
from cms.directory.services import records
from tests.directory.builders import (
    SUSPENSION,
    TODAY,
    approver,
    institution,
    practitioner,
    shown_penalty,
    shown_sanction,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]

NONE_SHOWN = "本网目前无在公示期内的处罚、处分信息"
AFTERWARDS = datetime(2027, 1, 10, 4, tzinfo=UTC)
"""The day after the display period of a test's record."""


def read(client: Client, address: str) -> str:
    """The words and the markup of a page that is there."""
    response = client.get(address)
    assert response.status_code == 200, address
    return unescape(response.content.decode())


def queries(client: Client, address: str) -> int:
    """How many queries a page takes."""
    with CaptureQueriesContext(
        connection,
    ) as captured:
        read(client, address)
    return len(captured)


def test_article_13_the_page_of_an_institution_shows_its_facts_licence_number_first(client: Client) -> None:
    firm = institution(
        licence_number="31310000E00012345X",
        former_names="示范旧名律师事务所",
        founded_on=date(2001, 2, 3),
        registered_address="示范路1号",
        telephone="021-00000000",
        opening_hours="工作日九时至十七时",
        website="https://example.org/firm",
        languages="普通话、手语",
        other_fields="船舶买卖",
        source_name="示范市司法局",
        checked_on=date(2026, 3, 1),
    )
    page = read(client, firm.get_absolute_url())
    for fact in (
        firm.name,
        firm.unified_social_credit_code,
        "律师事务所",
        "示范旧名律师事务所",
        "2001年2月3日",
        "示范区",
        "示范路1号",
        'href="tel:02100000000"',
        "工作日九时至十七时",
        "https://example.org/firm",
        "普通话、手语",
        "船舶买卖",
        "示范市司法局",
        "2026年3月1日",
    ):
        assert str(fact) in page
    terms = page.split("<dt>")
    assert terms[1].startswith("执业许可证号</dt><dd>31310000E00012345X")


def test_article_13_the_page_of_a_practitioner_shows_years_of_practice_and_where_they_work(client: Client) -> None:
    firm, former = institution(), institution()
    person = practitioner(firm, first_licensed_on=date(2015, 3, 11), biography="长期办理劳动争议案件。")
    Affiliation.objects.create(
        practitioner=person, institution=former, is_main=False, started_on=date(2015, 4, 1), ended_on=date(2019, 1, 1)
    )
    page = read(client, person.get_absolute_url())
    assert page.split("<dt>")[1].startswith(f"执业证号</dt><dd>{person.licence_number}")
    assert "<dt>执业年限</dt><dd>10年</dd>" in page
    assert f'href="{firm.get_absolute_url()}"' in page
    assert "主执业机构" in page
    assert former.name not in page
    assert "长期办理劳动争议案件。" in page


def test_article_13_the_team_is_who_works_there_now_and_is_public(client: Client) -> None:
    firm = institution()
    here, hidden = practitioner(firm, name="示例乙"), practitioner(firm, name="示例丙", status="unlisted")
    page = read(client, firm.get_absolute_url())
    assert f'href="{here.get_absolute_url()}"' in page
    assert hidden.name not in page


def test_article_13_of_a_large_team_fifty_are_shown_and_a_link_leads_to_all(client: Client) -> None:
    firm = institution()
    for number in range(51):
        practitioner(firm, name=f"示例{number:02}")
    address = f"/directory/?tab=practitioners&institution={firm.slug}"
    page = read(client, firm.get_absolute_url())
    assert page.count('href="/directory/practitioners/') == 50
    assert f'href="{address}"' in page
    everybody = read(client, address)
    assert "共 51 人" in everybody
    assert firm.name in everybody.split("filter-chosen")[1].split("</ul>")[0]


def test_article_13_the_standing_is_shown_on_the_page_and_in_the_list(client: Client) -> None:
    firm = institution()
    well, suspended = practitioner(firm, name="示例乙"), practitioner(firm, name="示例丙")
    ceased = practitioner(firm, name="示例丁", ceased_on=date(2026, 2, 1), first_licensed_on=date(2020, 2, 1))
    shown_penalty(suspended, **SUSPENSION)
    whole_list = read(client, "/directory/?tab=practitioners")
    for person, words in ((well, "正常执业"), (suspended, "停止执业至2026年7月14日"), (ceased, "已注销或者终止")):
        assert f"{words}</span>" in read(client, person.get_absolute_url())
        assert f"{words}</span>" in whole_list.split(person.get_absolute_url())[1].split("</li>")[0]
    page = read(client, ceased.get_absolute_url())
    assert "2026年2月1日" in page
    assert "<dd>6年</dd>" in page


def test_article_14_a_penalty_and_a_sanction_are_shown_with_date_authority_number_kind_and_cause(
    client: Client,
) -> None:
    person = practitioner(institution())
    penalty = shown_penalty(person, cause="私自接受委托")
    sanction = shown_sanction(person, cause="不当承揽业务")
    page = read(client, person.get_absolute_url())
    for record in (penalty, sanction):
        for fact in (record.document_number, record.authority, record.kind.name, record.cause):
            assert fact in page
    assert page.count("2026年1月5日") == 2
    assert NONE_SHOWN not in page


def test_article_14_who_has_no_record_is_said_to_have_none_with_the_day_of_the_data(client: Client) -> None:
    firm = institution(checked_on=date(2026, 3, 1))
    assert f"{NONE_SHOWN}（数据截至2026年3月1日）" in read(client, firm.get_absolute_url())


def test_article_14_none_is_said_as_of_the_day_the_records_were_compared_not_the_other_facts(client: Client) -> None:
    firm = institution(checked_on=date(2026, 3, 1))
    Source.objects.create(kind="penalty", name="示范处分通报", last_success_at=datetime(2026, 2, 1, 4, tzinfo=UTC))
    assert f"{NONE_SHOWN}（数据截至2026年2月1日）" in read(client, firm.get_absolute_url())


def test_article_14_a_lapsed_record_leaves_nothing(client: Client) -> None:
    firm = institution()
    record = shown_penalty(firm, code="lawyers-50-warning")
    assert record.document_number in read(client, firm.get_absolute_url())
    with time_machine.travel(AFTERWARDS, tick=False):
        page = read(client, firm.get_absolute_url())
    assert NONE_SHOWN in page
    for told in (record.document_number, record.cause, "警告", "已撤下"):
        assert told not in page


def test_article_14_of_a_withdrawn_record_number_and_reason_are_told_and_nothing_else(client: Client) -> None:
    person = practitioner(institution())
    record = shown_penalty(person, cause="私自接受委托")
    records.withdraw_record(record, reason=WithdrawalReason.REVOKED, by=approver(), today=TODAY)
    page = read(client, person.get_absolute_url())
    assert NONE_SHOWN in page
    assert record.document_number in page
    assert "原决定被撤销" in page
    for untold in (record.cause, record.authority, "警告", "2026年1月5日"):
        assert untold not in page


def test_article_14_the_period_of_display_is_shown_first_day_to_last(client: Client) -> None:
    person = practitioner(institution())
    shown_penalty(person)
    assert "<dt>公示期</dt><dd>2026年1月10日至2027年1月9日</dd>" in read(client, person.get_absolute_url())


def test_what_is_shown_until_a_day_is_kept_and_quoted_by_no_search_engine(client: Client) -> None:
    person = practitioner(institution())
    record = shown_penalty(person)
    page = read(client, person.get_absolute_url())
    assert '<meta name="robots" content="noarchive">' in page
    section = page.split('<section aria-labelledby="records" data-nosnippet>')[1].split("</section>")[0]
    assert page.count(record.document_number) == section.count(record.document_number) == 1


def test_what_is_unknown_or_hidden_is_not_found(client: Client) -> None:
    firm, hidden = institution(), institution(status="unlisted")
    for address in (
        hidden.get_absolute_url(),
        "/directory/institutions/nowhere-00000000/",
        f"/directory/practitioners/{firm.slug}/",
    ):
        assert client.get(address).status_code == 404, address
    everything = read(client, "/directory/")
    assert f'"{firm.get_absolute_url()}"' in everything
    assert f'"{hidden.get_absolute_url()}"' not in everything


def test_article_14_who_was_barred_is_not_found_once_the_record_has_lapsed(client: Client) -> None:
    barred = practitioner(institution(), first_licensed_on=date(2015, 1, 1))
    shown_penalty(barred, code="lawyers-49-revocation")
    page = read(client, barred.get_absolute_url())
    assert "已被吊销或者撤销登记" in page
    assert "执业年限" not in page
    with time_machine.travel(AFTERWARDS, tick=False):
        assert client.get(barred.get_absolute_url()).status_code == 404
        assert barred.get_absolute_url() not in read(client, "/directory/?tab=practitioners")


def test_nothing_of_the_directory_is_stored_by_browsers_or_proxies(client: Client) -> None:
    firm = institution()
    for address in ("/directory/", firm.get_absolute_url(), practitioner(firm).get_absolute_url()):
        assert client.get(address).headers["Cache-Control"] == "no-store"


def test_the_list_is_narrowed_by_words_kind_and_district(client: Client) -> None:
    firm = institution(name="示范海事律师事务所", district="甲区")
    office = institution(name="示范公证处", kind="notary_office", district="乙区")
    lawyer = practitioner(firm, name="示例乙")
    notary = practitioner(office, name="示例丙", kind="notary")
    for address, there, gone in (
        ("/directory/?q=海事", firm, office),
        ("/directory/?kind=notary_office", office, firm),
        ("/directory/?district=甲区", firm, office),
        ("/directory/?tab=practitioners&kind=notary", notary, lawyer),
        ("/directory/?tab=practitioners&district=甲区", lawyer, notary),
        (f"/directory/?tab=practitioners&q={lawyer.licence_number}", lawyer, notary),
    ):
        page = read(client, address)
        assert f'"{there.get_absolute_url()}"' in page, address
        assert f'"{gone.get_absolute_url()}"' not in page, address
        assert "共 1 " in page


def test_the_list_says_as_of_which_day_its_data_are(client: Client) -> None:
    institution(checked_on=date(2026, 2, 1))
    institution(checked_on=date(2026, 3, 1), district="乙区")
    assert "数据截至 2026年3月1日" in read(client, "/directory/")
    assert "数据截至 2026年2月1日" in read(client, "/directory/?district=示范区")


def test_an_empty_list_says_what_to_do(client: Client) -> None:
    assert "名录中还没有机构" in read(client, "/directory/")
    assert "名录中还没有人员" in read(client, "/directory/?tab=practitioners")
    institution()
    page = read(client, "/directory/?q=查无此所")
    assert "没有符合条件的机构" in page
    assert "取消一些条件" in page
    assert 'href="/directory/"' in page.split("empty-state")[1]


def test_the_list_has_pages_and_beyond_the_last_there_is_none(client: Client) -> None:
    for _number in range(31):
        institution()
    assert read(client, "/directory/").count('href="/directory/institutions/') == 30
    assert read(client, "/directory/?page=2").count('href="/directory/institutions/') == 1
    assert client.get("/directory/?page=3").status_code == 404


@pytest.mark.parametrize("query", ["kind=lawyer", "tab=else", "page=x", "institution=a b", "q=%00", "district=%27"])
def test_a_parameter_that_means_nothing_breaks_nothing(client: Client, query: str) -> None:
    institution()
    assert client.get(f"/directory/?{query}").status_code in (200, 400)


def test_pages_take_as_many_queries_for_many_entries_as_for_few(client: Client) -> None:
    firm = institution()
    person = practitioner(firm)

    def grow(number: int) -> None:
        for _number in range(number):
            shown_sanction(practitioner(firm))
            shown_sanction(person)
            shown_sanction(firm, code="bar-firm-admonition")
            Affiliation.objects.create(practitioner=person, institution=institution(), is_main=False)

    addresses = {
        "/directory/": 6,
        "/directory/?tab=practitioners": 6,
        firm.get_absolute_url(): 8,
        person.get_absolute_url(): 8,
    }
    grow(2)
    few = [queries(client, address) for address in addresses]
    grow(18)
    assert [queries(client, address) for address in addresses] == few
    for number, (address, most) in zip(few, addresses.items(), strict=True):
        assert number <= most, address


def test_what_an_import_brought_is_shown_as_text_and_never_as_markup(client: Client) -> None:
    dangerous = "<script>alert(1)</script>"
    firm = institution(name=f"示范{dangerous}", registered_address=dangerous, website="javascript:alert(1)")
    person = practitioner(firm, name=f"示例{dangerous}", biography=dangerous)
    for address in (
        "/directory/",
        "/directory/?tab=practitioners",
        f"/directory/?q={dangerous}",
        firm.get_absolute_url(),
        person.get_absolute_url(),
    ):
        page = client.get(address).content.decode()
        assert dangerous not in page, address
        assert 'href="javascript:' not in page, address


@pytest.mark.parametrize("model", [Institution, Practitioner])
def test_a_search_result_of_an_entry_leads_to_its_page(client: Client, model: Any) -> None:
    firm = institution()
    entry = firm if model is Institution else practitioner(firm)
    (document,) = documents(model, [entry.search_key])
    result = {"document": document, "heading": document.title, "snippet": "", "is_pinned": False}
    html = render_to_string(f"search/results/{document.kind}.html", {"result": result})
    assert f'href="{entry.get_absolute_url()}"' in html
    assert "正常执业" in html
    assert entry.name in read(client, document.url)
