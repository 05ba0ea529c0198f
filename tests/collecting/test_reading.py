"""Feeds, sitemaps and pages: what is read from them, and what is not."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cms.collecting.reading.feeds import LONGEST_FEED, read_feed
from cms.collecting.reading.found import Unreadable, editor_in, moment
from cms.collecting.reading.pages import read_page
from cms.collecting.reading.plain_text import one_line, plain
from cms.collecting.reading.sitemaps import read_sitemap
from tests.collecting.documents import LAUGHS, STORY, page, rss, sitemap
from tests.patience import must_end

TEN = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
"""Ten o'clock in the morning in China."""


def test_a_story_of_rss_keeps_its_title_author_editor_and_date() -> None:
    (story,) = read_feed(rss(("http://news.example.test/1", "普法市集 <b>开市</b>", STORY)).encode())

    assert story.address == "http://news.example.test/1"
    assert story.title == "普法市集 开市"
    assert story.author == "王示范"
    assert story.editor == "李示范"
    assert story.published_at == TEN
    assert story.text.startswith("示范市司法局昨日")
    assert "\n据介绍" in story.text
    assert "alert" not in story.text


def test_the_editor_of_the_channel_stands_in_where_a_story_names_none() -> None:
    (story,) = read_feed(rss(("http://news.example.test/1", "普法市集", "<p>一句话</p>")).encode())

    assert story.editor == "赵示范"


def test_a_story_of_atom_is_read_and_its_relative_address_completed() -> None:
    atom = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>示范</title><entry>
    <title type="html">&lt;i&gt;普法&lt;/i&gt;进社区</title><link href="/2"/><updated>2026-11-20T10:00:00+08:00</updated>
    <author><name>王示范</name></author><contributor><name>李示范</name></contributor>
    <content type="html">&lt;p&gt;一&lt;/p&gt;&lt;p&gt;二&lt;/p&gt;</content></entry></feed>"""

    (story,) = read_feed(atom.encode(), base="http://news.example.test/feed")

    assert (story.title, story.author, story.editor) == ("普法进社区", "王示范", "李示范")
    assert story.address == "http://news.example.test/2"
    assert story.text == "一\n二"
    assert story.published_at == TEN


def test_a_date_without_a_zone_is_the_clock_on_the_wall_in_china() -> None:
    feed = rss(("http://news.example.test/1", "题", "")).replace(
        "Fri, 20 Nov 2026 10:00:00 +0800", "2026-11-20 10:00:00"
    )

    assert read_feed(feed.encode())[0].published_at == TEN


def test_a_feed_in_gb_says_so_wrongly_and_is_read() -> None:
    feed = rss(("http://news.example.test/1", "普法市集", STORY))
    told = feed.replace("UTF-8", "gb2312").encode("gb18030")

    assert read_feed(told)[0].title == "普法市集"
    assert read_feed(feed.encode("gb18030"))[0].title == "普法市集"


def test_a_broken_feed_is_read_as_far_as_it_goes() -> None:
    feed = rss(("http://news.example.test/1", "一", ""), ("http://news.example.test/2", "二 & 三", ""))

    assert next(story.title for story in read_feed(feed.encode())) == "一"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_billion_laughs_is_refused_at_once(encoding: str) -> None:
    feed = rss(("http://news.example.test/1", "&j;", "")).replace(
        'encoding="UTF-8"?>', f'encoding="{encoding}"?>{LAUGHS}'
    )
    maps = sitemap(("&j;", "2026-11-20")).replace('encoding="UTF-8"?>', f'encoding="{encoding}"?>{LAUGHS}')

    with must_end(), pytest.raises(Unreadable, match="实体"):
        read_feed(feed.encode(encoding))
    with must_end(), pytest.raises(Unreadable, match="实体"):
        read_sitemap(maps.encode(encoding))


def test_no_file_of_this_machine_is_read_through_an_entity(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("秘密")
    head = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file://{secret}">]>'

    with pytest.raises(Unreadable):
        read_feed(rss(("http://news.example.test/1", "&x;", ""), head=head).encode())


def test_a_body_that_is_the_name_of_a_file_is_not_opened(tmp_path: Path) -> None:
    feed = tmp_path / "feed.xml"
    feed.write_text(rss(("http://news.example.test/1", "题", "")))

    for body in (str(feed), f"file://{feed}", "http://127.0.0.1:9/"):
        with pytest.raises(Unreadable):
            read_feed(body.encode())


def test_of_an_endless_feed_the_head_is_read() -> None:
    feed = rss(*[(f"http://news.example.test/{n}", f"题{n}", "") for n in range(LONGEST_FEED + 50)])

    assert len(read_feed(feed.encode())) == LONGEST_FEED


@pytest.mark.parametrize(
    "body", [b"", b"<html><body>404</body></html>", b"\xff\xfe\x00", b"{}", b"<?xml version='1.0'?><a/>"]
)
def test_what_is_no_feed_and_no_sitemap_is_told(body: bytes) -> None:
    with pytest.raises(Unreadable):
        read_feed(body)
    with pytest.raises(Unreadable):
        read_sitemap(body)


def test_a_sitemap_lists_the_newest_first() -> None:
    found = read_sitemap(
        sitemap(("http://a.test/1", "2026-11-01"), ("http://a.test/2", "2026-11-20T10:00:00+08:00")).encode()
    )

    assert [story.address for story in found.stories] == ["http://a.test/2", "http://a.test/1"]
    assert found.stories[0].published_at == TEN


def test_a_news_sitemap_gives_titles() -> None:
    text = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">
    <url><loc>http://a.test/1</loc><n:news><n:publication_date>2026-11-20T10:00:00+08:00</n:publication_date>
    <n:title>普法市集</n:title></n:news></url></urlset>"""

    (story,) = read_sitemap(text.encode()).stories

    assert (story.title, story.published_at) == ("普法市集", TEN)


def test_an_index_names_further_sitemaps() -> None:
    text = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>http://a.test/1.xml</loc>
    <lastmod>2026-01-01</lastmod></sitemap><sitemap><loc>http://a.test/2.xml</loc><lastmod>2026-11-01</lastmod></sitemap></sitemapindex>"""

    assert read_sitemap(text.encode()).further == ["http://a.test/2.xml", "http://a.test/1.xml"]


def test_a_page_of_a_public_office_gives_its_facts() -> None:
    story = read_page(page("普法市集开市").encode(), address="http://a.test/1", content_type="text/html; charset=utf-8")

    assert (story.title, story.author, story.editor, story.source) == ("普法市集开市", "王示范", "李示范", "示范法治报")
    assert story.published_at == TEN
    assert "首页" not in story.text
    assert "版权" not in story.text


def test_of_an_unknown_page_the_words_are_found() -> None:
    text = f"<html><body><div><p>导航</p></div><div id=x><h1>普法市集</h1>{STORY}</div></body></html>"

    story = read_page(text.encode("gb18030"), address="http://a.test/1")

    assert story.title == "普法市集"
    assert story.text.count("示范市") == 2
    assert "导航" not in story.text


def test_a_page_of_ten_thousand_boxes_in_each_other_is_read() -> None:
    text = f"<title>题</title>{'<div>' * 10_000}<p>字</p>"

    assert read_page(text.encode(), address="http://a.test/1").title == "题"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>一</p><p>二<br>三</p>", "一\n二\n三"),
        ("<script>x</script><style>y</style>一&lt;b&gt;", "一<b>"),
        ('<img src=x onerror="alert(1)">一<a href="javascript:x">二</a>', "一二"),
        ("<p>一&nbsp;&nbsp;二</p>\n\n<p> </p>", "一 二"),
        ("正\u202e文\u200b\x00\x1b[31m", "正文[31m"),
        ("<p", ""),
    ],
)
def test_markup_becomes_words(markup: str, text: str) -> None:
    assert plain(markup, limit=1000) == text


def test_of_elements_without_number_in_each_other_the_words_are_read() -> None:
    with must_end():
        assert plain(f"一句{'<div>' * 300_000}字", limit=1000).startswith("一句")


def test_tags_that_are_never_closed_do_not_multiply() -> None:
    """A parser true to HTML 5 repeats every open tag in every paragraph: 37 KB took 700 MB. Tried in a process of its own, which
    a limit ends."""
    script = """
import resource
from cms.collecting.reading.plain_text import plain

resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))
opened = "".join(f"<b title={number}>" for number in range(2000))
print(len(plain(f"一句<p>{opened}</p>{'<p>x</p>' * 20_000}", limit=100_000)) < 100_000)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)

    assert done.stdout == "True\n", done.stderr[-300:]


def test_a_title_is_one_line_of_bounded_length() -> None:
    title = one_line("<b>一\n二</b>" * 200, limit=20)

    assert title.startswith("一 二一 二")
    assert len(title) <= 20


@pytest.mark.parametrize(
    ("words", "editor"),
    [
        ("正文。（责任编辑：李示范）", "李示范"),
        ("正文。[责编: 李示范 王示范]", "李示范王示范"),
        ("责任编辑：李示范、王示范", "李示范、王示范"),
        ("他是一名编辑。", ""),
        ("", ""),
    ],
)
def test_the_editor_is_read_from_the_end_of_the_text(words: str, editor: str) -> None:
    assert editor_in(words) == editor


@pytest.mark.parametrize("words", ["", "昨天", "2026-13-45", "2026年2月30日"])
def test_what_is_no_date_is_none(words: str) -> None:
    assert moment(words) is None
