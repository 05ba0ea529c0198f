"""HTML to plain paragraphs: what is kept of a story holds no markup at all, so none can reach a page.

Read by libxml2, which stops at a depth of some hundred elements. A parser that follows HTML 5 to the letter builds, of tags that
somebody never closes, a tree a thousand times the size of what was sent.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

from lxml import etree

_BLOCKS = frozenset(
    {"p", "br", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "section", "article", "pre"}
)
_SILENT = frozenset(
    {"script", "style", "template", "noscript", "iframe", "object", "svg", "math", "select", "textarea", "title"}
)


def plain(markup: str, *, limit: int) -> str:
    """Paragraphs, one a line, of HTML or of plain words; at most ``limit`` characters."""
    return paragraphs("".join(_words(_tree(markup))), limit=limit)


def paragraphs(text: str, *, limit: int) -> str:
    """Lines without what cannot be seen, without empty ones."""
    lines = (" ".join(_visible(line).split()) for line in text.replace("\r", "\n").split("\n"))
    return "\n".join(line for line in lines if line)[:limit].rstrip()


def one_line(text: str, *, limit: int) -> str:
    """A title or a name: one line of plain words."""
    return " ".join(plain(text, limit=limit * 4).split())[:limit].rstrip()


def _tree(markup: str) -> Any:
    """The elements, None where there are none. What cannot be written as UTF-8 was no character."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        return etree.fromstring(f"<body>{markup}".replace("\x00", "").encode("utf-8", "replace"), parser)
    except etree.LxmlError:
        return None


def _words(root: Any) -> Iterator[str]:
    """The words in their order; a block begins and ends a line."""
    silent: Any = None
    for event, element in etree.iterwalk(root, events=("start", "end")) if root is not None else ():
        if silent is None and event == "start":
            if element.tag in _SILENT:
                silent = element
            else:
                yield "\n" if element.tag in _BLOCKS else ""
                yield element.text or ""
            continue
        if event == "end":
            if silent is element:
                silent = None
            if silent is None:
                yield "\n" if element.tag in _BLOCKS else ""
                yield element.tail or ""


def _visible(text: str) -> str:
    """Without control and direction characters, of which a title could be made that reads otherwise than it is."""
    return "".join(
        character
        for character in text
        if character in "\t " or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co")
    )
