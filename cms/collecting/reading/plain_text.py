"""HTML to plain paragraphs: what is kept of a story holds no markup at all, so none can reach a page."""

from __future__ import annotations

import html
import re
import unicodedata

import nh3

_BLOCKS = {"p", "br", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "section", "article", "pre"}
_SILENT = {"script", "style", "template", "noscript", "iframe", "object", "svg", "math", "select", "textarea", "title"}
_BREAK = re.compile(rf"</?(?:{'|'.join(sorted(_BLOCKS))})\b[^>]*>", re.IGNORECASE)


def plain(markup: str, *, limit: int) -> str:
    """Paragraphs, one a line, of HTML or of plain words; at most ``limit`` characters."""
    cleaned = nh3.clean(
        markup, tags=_BLOCKS, attributes={}, clean_content_tags=_SILENT, strip_comments=True, link_rel=None
    )
    return paragraphs(html.unescape(_BREAK.sub("\n", cleaned)), limit=limit)


def paragraphs(text: str, *, limit: int) -> str:
    """Lines without what cannot be seen, without empty ones."""
    lines = (" ".join(_visible(line).split()) for line in text.replace("\r", "\n").split("\n"))
    return "\n".join(line for line in lines if line)[:limit].rstrip()


def one_line(text: str, *, limit: int) -> str:
    """A title or a name: one line of plain words."""
    return " ".join(plain(text, limit=limit * 4).split())[:limit].rstrip()


def _visible(text: str) -> str:
    """Without control and direction characters, of which a title could be made that reads otherwise than it is."""
    return "".join(
        character
        for character in text
        if character in "\t " or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co")
    )
