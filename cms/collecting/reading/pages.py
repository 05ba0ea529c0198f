"""The facts of a story from its page, where a sitemap gives only the address.

What public offices of China must write into the heads of their pages (ArticleTitle, PubDate, ContentSource, Author) comes
first, then what everybody writes, then what can be seen.
"""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag

from cms.collecting.reading.decoding import decoded
from cms.collecting.reading.found import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    Found,
    Unreadable,
    author_in,
    editor_in,
    moment,
)
from cms.collecting.reading.plain_text import one_line, plain

_TITLE = ("articletitle", "og:title", "twitter:title")
_DATE = ("pubdate", "article:published_time", "publishdate", "date")
_AUTHOR = ("author", "article:author")
_EDITOR = ("editor", "articleeditor", "责任编辑")
_SOURCE = ("contentsource", "source", "og:site_name")
_BODIES = (
    "[itemprop=articleBody]",
    "#UCAP-CONTENT",
    ".TRS_Editor",
    "#zoom",
    ".article-content",
    ".article-body",
    "article",
)
_LONGEST_PAGE = 3_000_000


def read_page(body: bytes, *, address: str, content_type: str = "") -> Found:
    """Read a page of news. Raises Unreadable for one without a title."""
    if content_type and "html" not in content_type.lower():
        raise Unreadable("不是网页")
    soup = BeautifulSoup(decoded(body, content_type)[:_LONGEST_PAGE], "lxml")
    named = _named(soup)
    heading = soup.find("h1")
    title = (
        _first(named, _TITLE)
        or (heading.get_text() if heading else "")
        or (soup.title.get_text() if soup.title else "")
    )
    title = one_line(title, limit=LONGEST_TITLE)
    if not title:
        raise Unreadable("网页没有标题")
    main = _main(soup)
    text = plain(str(main), limit=LONGEST_TEXT) if main is not None else ""
    seen = plain(str(soup.body), limit=LONGEST_TEXT) if soup.body else ""
    return Found(
        address=address,
        title=title,
        author=one_line(_first(named, _AUTHOR), limit=120) or author_in(text),
        editor=one_line(_first(named, _EDITOR), limit=60) or editor_in(text) or editor_in(seen),
        source=one_line(_first(named, _SOURCE), limit=120),
        published_at=moment(_first(named, _DATE)),
        text=text,
    )


def _named(soup: BeautifulSoup) -> dict[str, str]:
    """What the head says, by name in lower case; of two of a name the first."""
    found: dict[str, str] = {}
    for meta in soup.find_all("meta"):
        name = str(meta.get("name") or meta.get("property") or "").strip().lower()
        content = str(meta.get("content") or "").strip()
        if name and content:
            found.setdefault(name, content)
    return found


def _first(named: dict[str, str], names: tuple[str, ...]) -> str:
    return next((named[name] for name in names if name in named), "")


def _main(soup: BeautifulSoup) -> Tag | None:
    """The element that holds the story: a known one, else the one with the most words in paragraphs of its own."""
    for selector in _BODIES:
        found = soup.select_one(selector)
        if found is not None and found.get_text(strip=True):
            return found
    weights: dict[int, tuple[int, Tag]] = {}
    for paragraph in soup.find_all("p"):
        parent = paragraph.parent
        if isinstance(parent, Tag):
            weight = weights.get(id(parent), (0, parent))[0] + len(paragraph.get_text(strip=True))
            weights[id(parent)] = (weight, parent)
    best = max(weights.values(), key=lambda pair: pair[0], default=(0, None))
    return best[1]
