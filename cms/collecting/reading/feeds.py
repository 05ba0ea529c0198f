"""RSS and Atom, read by feedparser, which is given text of ours and never an address or a file name."""

from __future__ import annotations

import io
import re
from typing import Any

import feedparser

from cms.collecting.reading.decoding import decoded
from cms.collecting.reading.found import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    Found,
    Unreadable,
    author_in,
    editor_in,
    from_struct,
)
from cms.collecting.reading.plain_text import one_line, plain

LONGEST_FEED = 200
"""Stories of a feed that are read, from its head."""
_ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def read_feed(body: bytes, *, content_type: str = "", base: str = "") -> list[Found]:
    """List the stories of a feed. ``base`` is the address it came from, for links that are relative.

    A document that declares entities is refused whole (they are how a small file grows into a huge one). Raises Unreadable.
    """
    text = decoded(body, content_type)
    if _ENTITY.search(text):
        raise Unreadable("文件中定义了实体，为安全起见不读")
    data = _DECLARATION.sub("", text).encode("utf-8", "replace")
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": base}
    parsed = feedparser.parse(io.BytesIO(data), response_headers=headers)
    if not parsed.get("version"):
        raise Unreadable("不是 RSS 或者 Atom 文件")
    # RSS names an editor of the channel (feedparser calls every such person an author); Atom names authors.
    channel_editor = _name(parsed.feed) if str(parsed.version).startswith("rss") else ""
    found = [_story(entry, channel_editor) for entry in parsed.entries[:LONGEST_FEED]]
    return [story for story in found if story is not None]


def _story(entry: Any, channel_editor: str) -> Found | None:
    address = _words(entry, "link")
    title = one_line(_words(entry, "title"), limit=LONGEST_TITLE)
    if not address or not title:
        return None
    markup = "".join(str(part.get("value", "")) for part in entry.get("content", [])) or _words(entry, "summary")
    text = plain(markup, limit=LONGEST_TEXT)
    date_name = "published" if entry.get("published_parsed") else "updated"
    contributors = "、".join(_words(one, "name") for one in entry.get("contributors", []) if _words(one, "name"))
    source = entry.get("source") or {}
    return Found(
        address=address,
        title=title,
        author=_name(entry) or author_in(text),
        editor=editor_in(text) or one_line(contributors, limit=60) or channel_editor,
        source=one_line(_words(source, "title"), limit=120),
        published_at=from_struct(entry.get(f"{date_name}_parsed"), _words(entry, date_name)),
        text=text,
    )


def _name(of: Any) -> str:
    """The author's name without the address of his mail."""
    detail = of.get("author_detail") or {}
    return one_line(_words(detail, "name") or ("" if detail.get("email") else _words(of, "author")), limit=120)


def _words(of: Any, name: str) -> str:
    value = of.get(name, "")
    return value.strip() if isinstance(value, str) else ""
