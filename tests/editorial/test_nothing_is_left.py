"""What is not public is nowhere: each kind of page in each state that hides it, looked for at every public address, also at
those that were kept in the cache while it was public."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client, TestCase
from wagtail.models import PageViewRestriction

from cms.editorial.catalogue import PAGE_MODELS
from cms.editorial.services.indexing import index_now
from cms.editorial.services.news import withdraw
from cms.editorial.services.scheduling import end_due
from cms.laws.models import Instrument
from cms.laws.reading_places import read_place
from portal.common import clock
from tests.admin.builders import published as published_law
from tests.collecting.builders import known
from tests.directory.builders import institution
from tests.editorial.builders import draft, index_of, published

pytestmark = [pytest.mark.django_db, pytest.mark.integration]

CANARY = "金丝雀"
IN_ADDRESS = "jin-si-que"
HOUR = timedelta(hours=1)


def scheduled(kind: str, **values: Any) -> Any:
    page = draft(kind, **values)
    newest = page.get_latest_revision_as_object()
    newest.go_live_at = clock.now() + HOUR
    newest.save_revision().publish(user=known("reviewing_editor"), skip_permission_checks=True)
    return page


def unpublish(page: Any) -> None:
    if page.kind == "news_article":
        withdraw(page, "写错了", by=known("reviewing_editor"))
    else:
        page.unpublish()


def expire(page: Any) -> None:
    page.expire_at = clock.now() - HOUR
    page.save()
    end_due(clock.now())


def ask_for_password(page: Any) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.PASSWORD, password="x")


def ask_for_sign_in(page: Any) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


NEVER_PUBLIC: tuple[Callable[..., Any], ...] = (draft, scheduled)
NO_LONGER_PUBLIC: tuple[Callable[[Any], None], ...] = (
    unpublish,
    expire,
    ask_for_password,
    ask_for_sign_in,
    lambda page: page.delete(),
)


def places(law: Instrument, firm: Any, shown: list[Any]) -> Iterator[str]:
    """Public addresses at which pages are told of."""
    yield from ("/", "/sitemap.xml", "/sitemap-pages.xml", "/sitemap-topics.xml", "/topics/", "/topics/labour/")
    yield from (f"/search/?q={CANARY}", f"/api/v2/search/?q={CANARY}", "/api/v2/topics/")
    yield from (law.get_absolute_url(), f"{law.get_absolute_url()}articles/2/", f"/api/v2/instruments/{law.slug}/")
    yield firm.get_absolute_url()
    for page in shown:
        section, api = index_of(page.kind).url, f"/api/v2/{page.kind.replace('_', '-')}s/"
        yield from (page.url, section, f"{section}feed/", f"{section}?q={CANARY}", f"{section}?topic=labour")
        yield from (api, f"{api}?q={CANARY}", f"{api}{page.slug}/")


def test_what_is_not_public_is_told_of_nowhere() -> None:
    law, firm = published_law().instrument, institution()
    facts: dict[str, Any] = {
        "citations": [("citation", read_place(f"{law.title}第二条", clock.today()))],
        "topics": ["labour"],
    }
    editor, shown, hidden, leaving = known("reviewing_editor"), [], [], []
    for kind in PAGE_MODELS:
        own = {**facts, "institution": firm} if kind == "institution_notice" else facts
        shown.append(published(kind, by=editor, title=f"公开的{kind}", **own))
        hidden += [make(kind, title=f"{CANARY}未发布{place}{kind}", **own) for place, make in enumerate(NEVER_PUBLIC)]
        leaving += [
            (published(kind, by=editor, title=f"{CANARY}已撤{place}{kind}", **own), leave)
            for place, leave in enumerate(NO_LONGER_PUBLIC)
        ]
    reader, wanted = Client(), list(places(law, firm, shown))
    index_now()
    seen = "".join(reader.get(address, follow=True).content.decode() for address in wanted)  # and kept in the cache
    assert f"{CANARY}已撤" in seen, "nothing was public before: the test shows nothing"
    assert f"{CANARY}未发布" not in seen

    with TestCase.captureOnCommitCallbacks(execute=True):
        for page, leave in leaving:
            leave(page)
    index_now()

    told = {}
    for address in wanted:
        answer = reader.get(address, follow=True)
        assert answer.status_code == 200, address
        # The box shows the words searched for; no title ends with them.
        told[address] = re.findall(f"{CANARY}(?:已撤|未发布)|{IN_ADDRESS}", answer.content.decode())
    assert {address: found for address, found in told.items() if found} == {}


@pytest.mark.parametrize("kind", PAGE_MODELS)
def test_the_address_of_what_is_not_public_shows_nothing_of_it(kind: str) -> None:
    pages = [make(kind, title=f"{CANARY}甲") for make in NEVER_PUBLIC]
    for leave in NO_LONGER_PUBLIC:
        page = published(kind, by=known("reviewing_editor"), title=f"{CANARY}乙")
        reader = Client()
        assert reader.get(page.get_absolute_url()).status_code == 200
        address, api = page.get_absolute_url(), f"/api/v2/{kind.replace('_', '-')}s/{page.slug}/"
        with TestCase.captureOnCommitCallbacks(execute=True):
            leave(page)
        assert CANARY not in reader.get(address).content.decode()
        answer = reader.get(api)
        assert answer.status_code in (404, 410)  # withdrawn news says why
        assert CANARY not in answer.content.decode()
    for page in pages:
        assert Client().get(page.get_absolute_url()).status_code == 404
