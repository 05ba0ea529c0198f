"""Sitemaps and sitemap indexes, read by a parser that refuses every document type."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from cms.collecting.reading.decoding import decoded
from cms.collecting.reading.found import LONGEST_TITLE, Found, Unreadable, moment
from cms.collecting.reading.plain_text import one_line

_MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


@dataclass(frozen=True, slots=True)
class Sitemap:
    """The stories of a sitemap, the newest first, and the further sitemaps it names."""

    stories: list[Found] = field(default_factory=list)
    further: list[str] = field(default_factory=list)


def read_sitemap(body: bytes, *, content_type: str = "") -> Sitemap:
    """Read a sitemap or an index of sitemaps. Raises Unreadable for what is neither, and for any document type."""
    text = decoded(body, content_type).lstrip("\ufeff \t\r\n")
    if text.startswith("<?xml"):
        text = text.partition("?>")[2]
    try:
        root = fromstring(text, forbid_dtd=True)
    except DefusedXmlException as error:
        raise Unreadable("文件中有文档类型或者实体的定义，为安全起见不读") from error
    except (ParseError, ValueError) as error:
        raise Unreadable("不是完整的 XML 文件") from error
    if root.tag == f"{_MAP}sitemapindex":
        named = [(_text(one, f"{_MAP}loc"), _text(one, f"{_MAP}lastmod")) for one in root.iter(f"{_MAP}sitemap")]
        return Sitemap(further=[address for address, day in sorted(named, key=lambda pair: pair[1], reverse=True)])
    if root.tag != f"{_MAP}urlset":
        raise Unreadable("不是站点地图文件")
    stories = [_story(one) for one in root.iter(f"{_MAP}url")]
    known = [story for story in stories if story.address]
    known.sort(key=lambda story: story.published_at.timestamp() if story.published_at else 0.0, reverse=True)
    return Sitemap(stories=known)


def _story(one: Element) -> Found:
    news = one.find(f"{_NEWS}news")
    told = (news if news is not None else one).find
    date = told(f"{_NEWS}publication_date") if news is not None else None
    return Found(
        address=_text(one, f"{_MAP}loc"),
        title=one_line(_text(news, f"{_NEWS}title"), limit=LONGEST_TITLE) if news is not None else "",
        published_at=moment((date.text or "") if date is not None else _text(one, f"{_MAP}lastmod")),
    )


def _text(of: Element | None, name: str) -> str:
    found = of.find(name) if of is not None else None
    return (found.text or "").strip() if found is not None else ""
