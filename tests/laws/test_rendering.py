"""The HTML of a law: everything escaped, every place an anchor, a long law in parts."""

from __future__ import annotations

import functools
import itertools
import operator
import re
import zlib
from html import unescape

import pytest

from cms.laws import rendering
from cms.laws.parser import Node, ProvisionKind, parse, write_back
from cms.laws.rendering import render_nodes, render_parts
from cms.laws.tables import table_html
from tests.laws.builders import TEXT, law_text


def shown_words(html: str) -> str:
    """What a reader sees, without white space."""
    return "".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def long_law(chapters: int, articles: int, parts: bool = False) -> str:
    """A law of invented words, too large for one page."""
    lines, number = ["# 示范大法", "<!-- INFO END -->"], 0
    for chapter in range(1, chapters + 1):
        if parts and chapter % 2:
            lines.append(f"# 第{'一二三四五六七八九'[chapter // 2]}编 第{chapter}部分")
        lines.append(f"## 第{'一二三四五六七八九'[(chapter - 1) % 2 if parts else chapter - 1]}章 示范之{chapter}")
        for _ in range(articles):
            number += 1
            words = "".join(chr(0x4E00 + (number * 7919 + place * 104729) % 20000) for place in range(300))
            lines.append(f"第{number}条 {words}。")
    return "\n\n".join(lines)


def test_every_place_is_an_anchor_and_every_word_is_shown_once() -> None:
    parsed = parse(TEXT)
    html = render_nodes(parsed.nodes)
    for anchor in ("ch-1", "art-1", "art-2-p1", "art-2-p2", "art-2-p2-i1", "art-3"):
        assert html.count(f'id="{anchor}"') == 1
    body = "\n".join(write_back(parsed).splitlines()[2:])
    assert shown_words(html) == "".join(body.split())


def test_markup_in_a_text_is_shown_not_obeyed() -> None:
    html = render_nodes(parse(law_text("示范法", ["<script>alert(1)</script> & <b>粗</b>"])).nodes)
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;" in html


def test_headings_go_down_one_level_at_a_time() -> None:
    html = render_nodes(parse(long_law(4, 1, parts=True)).nodes)
    levels = [int(level) for level in re.findall(r"<h(\d)", html)]
    assert levels[0] == 2
    assert all(later <= earlier + 1 for earlier, later in itertools.pairwise(levels))


def test_a_short_law_is_one_part_that_knows_its_articles_and_contents() -> None:
    (part,) = render_parts(parse(TEXT).nodes)
    assert (part.slug, part.first_locator, part.article_locators) == ("", "ch-1", ["1", "2", "3"])
    assert [(entry["locator"], entry["first"], entry["last"]) for entry in part.contents] == [
        ("ch-1", "1", "2"),
        ("ch-2", "3", "3"),
    ]


def test_a_long_law_is_split_by_chapter_and_nothing_is_lost_or_shown_twice() -> None:
    parsed = parse(long_law(5, 60))
    parts = render_parts(parsed.nodes)
    assert [part.slug for part in parts] == ["", "ch-1", "ch-2", "ch-3", "ch-4", "ch-5"]
    assert functools.reduce(operator.iadd, (part.article_locators for part in parts), []) == [
        str(number) for number in range(1, 301)
    ]
    assert {entry["locator"]: entry["part"] for entry in parts[0].contents}["ch-4"] == "ch-4"
    assert shown_words("".join(part.html for part in parts)) == shown_words(render_nodes(parsed.nodes))


def test_a_part_that_is_too_large_is_split_by_its_chapters_and_keeps_its_heading() -> None:
    parts = render_parts(parse(long_law(4, 60, parts=True)).nodes)
    assert [part.slug for part in parts] == ["", "part-1-ch-1", "part-1-ch-2", "part-2-ch-1", "part-2-ch-2"]
    assert [entry["part"] for entry in parts[0].contents if entry["locator"] == "part-1"] == ["part-1-ch-1"]
    assert 'id="part-1"' in parts[1].html
    assert parts[2].html.startswith("<h2")


def test_a_chapter_that_is_too_large_is_cut_between_articles() -> None:
    parts = render_parts(parse(long_law(1, 280)).nodes)
    sizes = [len(zlib.compress(part.html.encode())) for part in parts]
    assert len(parts) > 2
    assert max(sizes) <= rendering.LARGEST_PART


@pytest.mark.parametrize(
    "source",
    [
        "| 甲 | <i>乙</i> |\n| --- | --- |\n| 1 | 2 |",
        "<table><tr><th>甲</th><th onclick='x'>&lt;i&gt;乙</th></tr><tr><td>1<td>2</table>",
    ],
)
def test_a_table_becomes_a_table_whose_cells_are_escaped(source: str) -> None:
    html = table_html(source, "block-1")
    assert html.count("<tr>") == 2
    assert "<th>甲</th>" in html
    assert "&lt;i&gt;乙" in html
    assert "onclick" not in html


def test_what_only_looks_like_a_table_stays_text() -> None:
    node = Node(ProvisionKind.BLOCK, "block-1", text="甲\n<乙>")
    assert render_nodes([node]) == '<p id="block-1" class="law-paragraph">甲<br>&lt;乙&gt;</p>'
