"""What follows from publishing: an address for ever, a reviewer, a day to read it again, citations, the index."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.test import TestCase

from cms.editorial.catalogue import PAGE_MODELS, public_pages
from cms.editorial.services.publishing import months_later
from cms.laws.models import Citation
from portal.accounts.models import User
from portal.common.outbox.models import OutboxRow
from tests.editorial.builders import draft, index_of, published

pytestmark = pytest.mark.django_db


def announced() -> set[str]:
    return set(OutboxRow.objects.filter(sink__startswith="search.").values_list("key", flat=True))


def test_each_kind_has_its_section_and_nothing_else_may_stand_there() -> None:
    addresses = {kind: index_of(kind).get_url() for kind in PAGE_MODELS}
    assert addresses == {
        "knowledge_qa": "/qa/",
        "service_guide": "/guides/",
        "typical_case": "/cases/",
        "expert_reading": "/readings/",
        "news_article": "/news/",
        "institution_notice": "/notices/",
    }
    for kind, model in PAGE_MODELS.items():
        assert list(type(index_of(kind)).allowed_subpage_models()) == [model]


def test_an_address_is_pinyin_given_once() -> None:
    page = published(title="试用期被辞退，有补偿吗？")
    assert page.url == "/qa/shi-yong-qi-bei-ci-tui-you-bu-chang-ma/"
    page.title = "换了标题"
    page.save_revision().publish()
    page.refresh_from_db()
    assert page.url == "/qa/shi-yong-qi-bei-ci-tui-you-bu-chang-ma/"


def test_two_pages_of_one_title_have_two_addresses() -> None:
    assert published().slug != published().slug


@time_machine.travel("2026-03-10T04:00:00Z")
def test_who_approves_a_page_is_its_reviewer_and_a_day_to_read_it_again_is_set() -> None:
    reviewer = User.objects.create_user("li", "li@example.invalid", "secret-enough-1", display_name="李示范")
    page = published(by=reviewer)
    assert page.reviewer_name == "李示范"
    assert page.last_reviewed_on == date(2026, 3, 10)
    assert page.review_due_on == date(2027, 3, 10)


@time_machine.travel("2026-03-10T04:00:00Z")
def test_a_day_to_read_it_again_that_an_editor_chose_is_kept_while_it_is_to_come() -> None:
    reviewer = User.objects.create_user("li", "li@example.invalid", "secret-enough-1")
    assert published(by=reviewer, review_due_on=date(2026, 5, 1)).review_due_on == date(2026, 5, 1)
    assert published(by=reviewer, review_due_on=date(2026, 3, 1)).review_due_on == date(2027, 3, 10)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 3, 10), 12, date(2027, 3, 10)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_the_month(day: date, months: int, later: date) -> None:
    assert months_later(day, months) == later


def test_what_is_published_or_withdrawn_is_owed_to_the_index_in_the_same_transaction() -> None:
    page = draft()
    OutboxRow.objects.all().delete()
    page.get_latest_revision().publish(skip_permission_checks=True)
    assert announced() == {page.source_key}
    OutboxRow.objects.all().delete()
    PAGE_MODELS["knowledge_qa"].objects.get(pk=page.pk).unpublish()
    assert announced() == {page.source_key}


def test_saving_a_draft_of_a_published_page_shows_nothing() -> None:
    page = published()
    page.title = "还没有审核的标题"
    page.save_revision()
    assert public_pages("knowledge_qa").get().title == "示范：试用期被辞退有补偿吗"


def test_a_deleted_page_is_owed_to_the_index_and_its_citations_go() -> None:
    page = published()
    OutboxRow.objects.all().delete()
    page.delete()
    assert page.source_key in announced()
    assert not Citation.objects.exists()


def test_a_page_closed_to_the_public_is_public_in_no_list() -> None:
    from wagtail.models import PageViewRestriction

    page = published()
    with TestCase.captureOnCommitCallbacks(execute=True):
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert not public_pages("knowledge_qa").exists()
