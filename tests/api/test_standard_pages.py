"""Plain pages through the API: those that everybody may read, each at the path it has on the site."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from cms.core.models import HomePage, StandardPage
from cms.core.site_builder import build_site
from tests.api.test_editorial import read

pytestmark = [pytest.mark.django_db, pytest.mark.integration]
LIST = "/api/v2/standard-pages/"


@pytest.fixture
def home(db: None) -> HomePage:
    build_site()
    return HomePage.objects.get()


def page(parent: Any, slug: str, **values: Any) -> StandardPage:
    facts = {"title": f"示范{slug}", "slug": slug, "body": "<p>示范。</p>", **values}
    return parent.add_child(instance=StandardPage(**facts))


def listed(client: Client) -> set[str]:
    return {line["path"] for line in read(client, f"{LIST}?page_size=100")["results"]}


def test_a_page_below_another_is_read_at_its_own_path_alone(client: Client, home: HomePage) -> None:
    about = page(home, "shuo-ming")
    page(about, "tuan-dui", body=f'<p><a linktype="page" id="{about.pk}">说明</a></p>')
    page(page(home, "bie-chu"), "tuan-dui")
    whole = read(client, f"{LIST}shuo-ming/tuan-dui/")
    assert (whole["path"], whole["url"]) == ("shuo-ming/tuan-dui", "/shuo-ming/tuan-dui/")
    assert whole["body"] == '<p><a href="/shuo-ming/">说明</a></p>'
    assert client.get(f"{LIST}tuan-dui/").json()["reason"] == "no_such_page"
    assert {"shuo-ming", "shuo-ming/tuan-dui", "bie-chu/tuan-dui"} <= listed(client)


def test_drafts_and_what_is_shut_are_not_there(client: Client, home: HomePage) -> None:
    page(home, "cao-gao", live=False)
    shut = page(home, "nei-bu")
    page(shut, "xia-mian")
    PageViewRestriction.objects.create(page=shut, restriction_type="login")
    assert not {"cao-gao", "nei-bu", "nei-bu/xia-mian"} & listed(client)
    for path in ("cao-gao", "nei-bu", "nei-bu/xia-mian"):
        assert client.get(f"{LIST}{path}/").status_code == 404, path


def test_the_list_takes_as_many_queries_for_many_pages_as_for_few(client: Client, home: HomePage) -> None:
    counts = []
    for number in (2, 20):
        for _more in range(number):
            page(home, f"ye-{StandardPage.objects.count()}")
        with CaptureQueriesContext(connection) as asked:
            listed(client)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 6
