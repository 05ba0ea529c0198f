"""A law too long for one page: its parts, and anchors that reach every article all the same."""

from __future__ import annotations

from datetime import date

import pytest

from cms.laws import rendering
from cms.laws.citations import documents_cited
from cms.laws.models import Instrument
from portal.common.numbering import article_label
from tests.laws.builders import instrument, published

pytestmark = pytest.mark.django_db

WORDS = "园林、绿地、树木、花草、水面、道路、亭台、桥梁应当分别登记，编号为{}。"


@pytest.fixture
def code(monkeypatch: pytest.MonkeyPatch) -> Instrument:
    """A code of two parts of two chapters, ten articles each, too long for one page."""
    monkeypatch.setattr(rendering, "LARGEST_PART", 1024)
    lines = ["# 示范法典", "2020年1月2日 示范大会通过", "<!-- INFO END -->"]
    number = 0
    for part in "一二":
        lines.append(f"## 第{part}编 示范{part}")
        for chapter in "一二":
            lines.append(f"### 第{chapter}章 登记{chapter}")
            for _ in range(10):
                number += 1
                lines.append(f"{article_label(number)} {WORDS.format(number * 7919)}")
    made = instrument("示范法典")
    version = published(made, "\n\n".join(lines), date(2020, 1, 1))
    assert version.rendered_parts.count() > 2
    made.refresh_from_db()
    return made


def test_the_first_page_lists_every_article_as_a_link_that_carries_its_id(client, code):
    html = client.get(code.get_absolute_url()).content.decode()
    for number in range(1, 41):
        assert html.count(f'id="art-{number}"') == 1
    assert "绿地" not in html


def test_the_link_under_an_article_s_id_leads_to_the_article(client, code):
    html = client.get(code.get_absolute_url()).content.decode()
    address = html.split('id="art-35" href="')[1].split('"')[0]
    path, anchor = address.split("#")
    assert anchor == "art-35"
    assert '<article id="art-35"' in client.get(path).content.decode()


def test_a_paragraph_that_was_typed_is_reached_in_its_part(client, code):
    (found,) = documents_cited("示范法典第三十五条第一款", None, date(2026, 1, 1))
    assert found.url == f"{code.get_absolute_url()}articles/35-p1/"
    path, anchor = client.get(found.url)["Location"].split("#")
    assert f'id="{anchor}"' in client.get(path).content.decode()
    assert anchor == "art-35-p1"


def test_the_article_s_address_leads_to_its_part(client, code):
    location = client.get(f"{code.get_absolute_url()}articles/35/")["Location"]
    path, anchor = location.split("#")
    assert path.startswith(f"{code.get_absolute_url()}parts/")
    assert f'<article id="{anchor}"' in client.get(path).content.decode()


def test_each_part_leads_to_the_next_until_the_last(client, code):
    seen, path = 0, code.get_absolute_url()
    while path:
        html = client.get(path).content.decode()
        seen += html.count('<article id="art-')
        assert f'<link rel="canonical" href="http://127.0.0.1:8000{path}">' in html
        path = html.split('class="pager-next" rel="next" href="')[1].split('"')[0] if "pager-next" in html else ""
    assert seen == 40


def test_a_part_of_a_dated_text_stays_within_that_text(client, code):
    html = client.get(f"{code.get_absolute_url()}2020-01-01/").content.decode()
    assert f'href="{code.get_absolute_url()}2020-01-01/parts/' in html
    assert f'href="{code.get_absolute_url()}parts/' not in html


def test_a_division_that_is_no_page_of_its_own_leads_to_where_it_stands(client, code):
    parts = code.versions.get().rendered_parts
    inside = next(entry for entry in parts.first().contents if not parts.filter(slug=entry["locator"]).exists())
    location = client.get(f"{code.get_absolute_url()}parts/{inside['locator']}/")["Location"]
    assert location.endswith(f"#{inside['locator']}")
    assert f'id="{inside["locator"]}"' in client.get(location.split("#")[0]).content.decode()


@pytest.mark.parametrize("part", ["ch-99", "nothing", "-"])
def test_a_part_that_never_was_is_not_found(client, code, part):
    assert client.get(f"{code.get_absolute_url()}parts/{part}/").status_code == 404


def test_the_print_sheet_has_all_articles_on_one_page(client, code):
    html = client.get(f"{code.get_absolute_url()}?print=1").content.decode()
    assert html.count('<article id="art-') == 40


def test_a_part_page_asks_no_more_questions_than_a_whole_law(client, code, django_assert_max_num_queries):
    location = client.get(f"{code.get_absolute_url()}articles/35/")["Location"].split("#")[0]
    for path in (code.get_absolute_url(), location, f"{code.get_absolute_url()}?print=1"):
        with django_assert_max_num_queries(8):
            assert client.get(path).status_code == 200
