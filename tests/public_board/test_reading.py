"""The board, its pages, copies and feeds, as everybody reads them (article 30 of the service rules)."""

from __future__ import annotations

import io
import json
import re
from datetime import timedelta
from typing import Any

import pikepdf
import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext

from cms.core.site_builder import build_site
from cms.laws.citing import citing_pages
from portal.common import clock
from portal.consultations.models import Consultation
from portal.consultations.services.intake.drafts import read_draft
from portal.public_board.models import Publication
from portal.public_board.reading.board import PER_PAGE
from tests.consultations.asking.walking import open_to_all
from tests.consultations.editor.pages import NEW_WORDS, pay_law
from tests.public_board.pdf_words import pdf_text
from tests.public_board.publications import a_citation, a_page, an_answer, many, public, withdrawn

pytestmark = [pytest.mark.django_db, pytest.mark.integration]

BOARD, FEED = "/consultations/", "/consultations/feed/"


def get(address: str, status: int = 200, client: Client | None = None) -> Any:
    cache.clear()
    response = (client or Client()).get(address)
    assert response.status_code == status, (address, response.status_code)
    return response


def titles(address: str) -> list[str]:
    return [item["title"] for item in get(address).context["items"]]


class TestBoard:
    def test_an_empty_board_says_what_it_is_and_leads_on(self) -> None:
        html = get(BOARD).content.decode()
        assert "还没有公开的咨询" in html
        assert 'href="/ask/"' in html

    def test_the_latest_comes_first_with_conclusion_topic_and_the_day_of_the_law(self) -> None:
        now = clock.now()
        public(a_page(title="先公开的"), at=now - timedelta(days=1))
        public(a_page(title="后公开的", law_on="2025-03-01"), at=now)
        assert titles(BOARD) == ["后公开的", "先公开的"]
        html = get(BOARD).content.decode()
        assert "您可以要求支付拖欠的部分" in html
        assert "依据2025年3月1日的法律" in html

    def test_topics_and_years_are_links_that_count_what_they_leave(self) -> None:
        now = clock.now()
        for topic, days in (("labour", 0), ("labour", 400), ("debt", 0)):
            public(a_page(title=f"{topic}-{days}"), topic=topic, at=now - timedelta(days=days))
        groups = {group["title"]: group["options"] for group in get(BOARD).context["filters"]}
        assert [(option["label"], option["count"]) for option in groups["专题"]] == [("劳动人事", 2), ("债权债务", 1)]
        assert {option["count"] for option in groups["公开年份"]} == {1, 2}
        assert titles(groups["专题"][0]["url"]) == ["labour-0", "labour-400"]
        year = (now - timedelta(days=400)).year
        assert titles(f"{BOARD}?topic=labour&year={year}") == ["labour-400"]
        assert "没有符合条件的咨询" in get(f"{BOARD}?topic=debt&year={year}").content.decode()

    @pytest.mark.parametrize("query", ["topic=%00", "topic=查无", "year=0000", "year=１２", "page=-1", "page=x"])
    def test_what_means_nothing_filters_nothing(self, query: str) -> None:
        public()
        assert len(titles(f"{BOARD}?{query}")) == 1

    def test_a_long_board_has_pages_and_no_page_after_the_last(self) -> None:
        many(PER_PAGE + 1)
        assert len(titles(BOARD)) == PER_PAGE
        assert len(titles(f"{BOARD}?page=2")) == 1
        get(f"{BOARD}?page=3", 404)


@pytest.mark.parametrize(
    "hidden",
    [
        {"visibility": "private"},
        {"is_quarantined": True},
        {"frozen_at": clock.now()},
        {"age_band": "under_14"},
        {"age_band": "from_14"},
    ],
)
def test_article_30_what_the_case_forbids_is_on_no_list_whatever_the_publication_says(hidden: dict[str, Any]) -> None:
    publication = public()
    if hidden.get("age_band") == "under_14":
        hidden = hidden | {"guardian": "agrees"}
    Consultation.objects.filter(pk=publication.consultation_id).update(**hidden)
    assert titles(BOARD) == []
    get(publication.get_absolute_url(), 410)
    assert publication.code not in get(FEED).content.decode()
    assert publication.code not in get("/sitemap-consultations.xml").content.decode()


class TestPage:
    def test_the_body_the_way_on_and_the_way_to_ask_about_the_same(self) -> None:
        pay_law()
        page = a_page(answers=(an_answer(citations=(a_citation(),)),))
        publication = public(page)
        response = get(publication.get_absolute_url())
        html = response.content.decode()
        assert NEW_WORDS in html
        assert 'href="/ask/?topic=labour"' in html
        assert "我有类似的问题" in html
        assert "noarchive" in response["X-Robots-Tag"]

    def test_programs_read_the_same_in_the_words_of_schema_org(self) -> None:
        html = get(public().get_absolute_url()).content.decode()
        found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html)
        assert found is not None
        described = json.loads(found[1])["@graph"][0]
        assert described["@type"] == "QAPage"
        assert described["mainEntity"]["acceptedAnswer"]["text"].startswith("公司应当按时足额支付工资")

    def test_other_consultations_of_the_article_come_before_those_of_the_topic(self) -> None:
        pay_law()
        citing = (an_answer(citations=(a_citation(),)),)
        ours = public(a_page(title="这一件", answers=citing))
        public(a_page(title="同专题"))
        public(a_page(title="同条文", answers=citing), topic="debt")
        public(a_page(title="无关"), topic="debt")
        related = get(ours.get_absolute_url()).context["related"]
        assert [one["title"] for one in related] == ["同条文", "同专题"]

    def test_article_30_taken_back_it_answers_410_in_plain_words_and_nothing_of_it(self) -> None:
        publication = withdrawn(public())
        for address in ("", "download.txt", "download.pdf"):
            response = get(f"{publication.get_absolute_url()}{address}", 410)
            html = response.content.decode()
            assert "这件咨询已经不再公开" in html
            assert "拖欠" not in html
            assert response["Cache-Control"] == "no-store"
        assert titles(BOARD) == []

    @pytest.mark.parametrize("state", ["wanted", "prepared", "approved", "declined"])
    def test_what_never_was_public_answers_404_as_what_never_was(self, state: str) -> None:
        publication = public()
        Publication.objects.filter(pk=publication.pk).update(state=state, published_at=None)
        never = get(publication.get_absolute_url(), 404).content.decode().replace(publication.code, "X")
        unknown = get("/consultations/public/NOTHING/", 404).content.decode().replace("NOTHING", "X")
        assert never == unknown

    def test_nothing_of_the_board_is_kept_by_any_cache(self) -> None:
        publication = public()
        url = publication.get_absolute_url()
        for address in (BOARD, url, f"{url}download.txt", FEED, "/api/v2/consultations/"):
            assert "no-store" in get(address)["Cache-Control"], address


class TestCopies:
    def test_the_text_file_says_what_the_page_says_under_a_name_that_says_nothing(self) -> None:
        publication = public()
        response = get(f"{publication.get_absolute_url()}download.txt")
        text = response.content.decode("utf-8-sig")
        assert text.startswith("公司拖欠三个月工资，怎么办？")
        assert "[下一步怎么办]\n先向劳动保障监察机构投诉" in text
        assert publication.code in response["Content-Disposition"]
        assert response["X-Robots-Tag"] == "noindex, noarchive"

    def test_the_pdf_holds_the_page_and_its_metadata_the_title_alone(self) -> None:
        content = get(f"{public().get_absolute_url()}download.pdf").content
        assert "您可以要求支付拖欠的部分" in pdf_text(content)
        assert "一直说没有钱" in pdf_text(content)
        with pikepdf.open(io.BytesIO(content)) as pdf:
            assert set(pdf.docinfo.keys()) <= {"/Title", "/Producer"}
            assert str(pdf.docinfo["/Title"]) == a_page().title


class TestFeed:
    def test_entries_have_ids_that_stay_and_go_when_taken_back(self) -> None:
        publication = public()
        feed = get(FEED).content.decode()
        assert f"consultation:{publication.code}" in feed
        assert "F000017" in feed
        withdrawn(publication)
        assert publication.code not in get(FEED).content.decode()

    def test_without_entries_it_says_the_same_each_time(self) -> None:
        assert get(FEED).content == get(FEED).content

    def test_each_topic_has_its_own(self) -> None:
        publication = public(topic="debt")
        assert publication.code in get(f"{FEED}debt/").content.decode()
        assert publication.code not in get(f"{FEED}labour/").content.decode()
        get(f"{FEED}nothing/", 404)


def test_the_sitemap_names_what_is_public() -> None:
    kept, gone = public(), withdrawn(public())
    listed = get("/sitemap-consultations.xml").content.decode()
    assert kept.code in listed
    assert gone.code not in listed


def queries(address: str) -> int:
    cache.clear()
    with CaptureQueriesContext(connection) as caught:
        assert Client().get(address).status_code == 200, address
    return len(caught)


LIST, PAGE = 6, 8


def test_the_database_is_asked_as_often_at_ten_times_the_rows() -> None:
    pay_law()
    citing = a_page(answers=(an_answer(citations=(a_citation(), a_citation(read_on="2018-05-06"))),))
    ours = public(citing)
    url, api = ours.get_absolute_url(), "/api/v2/consultations/"
    limits = {
        BOARD: LIST,
        f"{BOARD}?topic=labour&year={clock.today().year}": LIST,
        FEED: LIST,
        f"{FEED}labour/": LIST,
        "/sitemap-consultations.xml": LIST,
        f"{api}?page_size=100": LIST,
        f"{api}{ours.code}/": PAGE,
        url: PAGE,
        f"{url}download.txt": PAGE,
    }
    many(3, [citing] * 3)
    for address in limits:
        queries(address)  # content types, the site
    few = {address: queries(address) for address in limits}
    many(30, [citing] * 30)
    assert {address: queries(address) for address in limits} == few
    assert {address: number for address, number in few.items() if number > limits[address]} == {}


def test_the_first_page_and_the_topics_page_show_the_latest_until_they_are_taken_back() -> None:
    build_site()
    publication = public(a_page(title="首页上的那一件"))
    for address in ("/", "/topics/labour/"):
        assert publication.get_absolute_url() in Client().get(address).content.decode()
    assert publication.get_absolute_url() not in get("/topics/debt/").content.decode()
    with TestCase.captureOnCommitCallbacks(execute=True):
        withdrawn(publication)
    for address in ("/", "/topics/labour/"):
        assert "首页上的那一件" not in Client().get(address).content.decode(), "the page kept from before"


def test_what_cites_an_article_names_the_consultation_by_its_title_until_it_is_taken_back() -> None:
    law = pay_law()
    publication = public(a_page(answers=(an_answer(citations=(a_citation(),)),)))
    (citing,) = citing_pages(law)
    assert (citing.title, citing.url) == ("公司拖欠三个月工资，怎么办？", publication.get_absolute_url())
    withdrawn(publication)
    assert citing_pages(law) == []


def test_the_ask_page_takes_the_topic_along_and_the_citizen_confirms_it() -> None:
    open_to_all()
    start = Client().get("/ask/?topic=labour")
    assert 'href="/ask/question/?topic=labour"' in start.content.decode()
    client = Client()
    client.post("/ask/question/?topic=labour", {"question": "公司不给我发工资，已经三个月了，我应该怎么办才好？"})
    _draft, content = read_draft(client.session["ask_draft"])
    assert content.value("topic", "topic") == "labour"
    assert "topic" not in content.passed
    assert "topic=" not in Client().get("/ask/?topic=<b>").content.decode()
