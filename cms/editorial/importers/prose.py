"""Running text as files have it → what a page's fields hold, and back to its characters. Pure functions.

The dialect is the small part of Markdown that people use without knowing it: a line is a paragraph, ``-`` and ``1.`` begin
items, ``#`` a heading, ``>`` a quotation, ``**…**`` is bold, ``[…](https://…)`` a link. A full Markdown parser would take words
away (a number it counts anew, a star that multiplies, four spaces for code): here nothing is lost, and ``characters`` proves it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from itertools import groupby
from typing import Any

LONGEST_HEADING = 60
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TABLE_RULE = re.compile(r"^\s*\|?\s*:?-{3,}:?\s*(?:\|\s*:?-{3,}:?\s*)*\|?\s*$")
_HEADING = re.compile(r"#{1,6}\s+(?P<text>.*\S)")
_BULLET = re.compile(r"[-*+•]\s+(?P<text>.*\S)")
_NUMBERED = re.compile(r"(?P<number>\d{1,3})\.\s+(?P<text>.*\S)")
_QUOTED = re.compile(r">\s?(?P<text>.*)")
_NOTE = re.compile(r"【?(?:提示|注意)】?[：:]?\s*(?P<text>.+)")
_CITED = re.compile(r"【引用】\s*(?P<text>\S.{1,198})")
_SPEAKER = re.compile(r"——\s*(?P<text>.+)")
_INLINE = re.compile(r"\*\*(?P<bold>[^*\n]+)\*\*|\[(?P<label>[^\]\n]+)\]\((?P<address>https?://[^\s)]+)\)")
_OF_THEIR_OWN = frozenset({"heading", "quote", "citation"})
_MARKS = frozenset("#*>|+-•[]()_")


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of text and what it is: ``paragraph``, ``heading``, ``bullet``, ``numbered``, ``quote``, ``citation``."""

    kind: str
    text: str


def cleaned(text: str) -> str:
    """The text without what no reader sees: byte order marks, comments, the rule under a table's head."""
    text = _COMMENT.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", "").replace("\x00", ""))
    text = _BREAK.sub(" ", text)
    return "\n".join(line for line in text.split("\n") if not _TABLE_RULE.match(line))


def pieces(text: str) -> list[Piece]:
    """The lines that are not empty, and what each is. Numbers that do not run 1, 2, 3 stay part of their paragraphs."""
    found: list[Piece] = []
    expected = 1
    for line in map(str.strip, cleaned(text).split("\n")):
        if not line:
            continue
        numbered = _NUMBERED.fullmatch(line)
        if numbered and int(numbered["number"]) == expected:
            found.append(Piece("numbered", numbered["text"]))
            expected += 1
            continue
        expected = 1
        if heading := _HEADING.fullmatch(line):
            found.append(Piece("heading", heading["text"].strip("# ")))
        elif bullet := _BULLET.fullmatch(line):
            found.append(Piece("bullet", bullet["text"]))
        elif quoted := _QUOTED.fullmatch(line):
            if quoted["text"].strip():
                found.append(Piece("quote", quoted["text"].strip()))
        elif cited := _CITED.fullmatch(line):
            found.append(Piece("citation", cited["text"]))
        elif line.startswith("|") and line.endswith("|"):
            found.append(Piece("paragraph", " | ".join(cell.strip() for cell in line.strip("|").split("|"))))
        else:
            found.append(Piece("paragraph", line))
    return found


def rich_text(text: str) -> str:
    """The HTML of a rich text field. A heading becomes a bold paragraph: such a field has none of its own."""
    return _html(pieces(text))


def stream_blocks(text: str) -> list[tuple[str, Any]]:
    """The blocks of a page's body: headings, running text, quotations with their speaker, notes (``> 提示：…``), and the words
    of articles that stand in place (``【引用】劳动合同法第三十九条``)."""
    blocks: list[tuple[str, Any]] = []
    for kind, group in _runs(pieces(text)):
        if kind == "heading":
            blocks += [
                ("heading", piece.text) if len(piece.text) <= LONGEST_HEADING else _bold(piece) for piece in group
            ]
        elif kind == "citation":
            blocks += [("citation", piece.text) for piece in group]
        elif kind == "quote":
            blocks += _quotations(group)
        else:
            blocks.append(("prose", _html(group)))
    return blocks


def _bold(piece: Piece) -> tuple[str, str]:
    return "prose", _html([Piece("heading", piece.text)])


def _runs(found: list[Piece]) -> Iterator[tuple[str, list[Piece]]]:
    """Neighbours that go into one block, or are of one kind of their own."""
    for kind, group in groupby(found, lambda piece: piece.kind if piece.kind in _OF_THEIR_OWN else "prose"):
        yield kind, list(group)


def _quotations(group: list[Piece]) -> Iterator[tuple[str, dict[str, str]]]:
    words: list[str] = []
    for piece in group:
        note, speaker = _NOTE.fullmatch(piece.text), _SPEAKER.fullmatch(piece.text)
        if note:
            yield from _quotation(words)
            words = []
            yield "note", {"words": piece.text}
        elif speaker and words and len(speaker["text"]) <= 120:
            yield from _quotation(words, speaker["text"])
            words = []
        else:
            words.append(piece.text)
    yield from _quotation(words)


def _quotation(words: list[str], speaker: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    if words:
        yield "quote", {"words": "\n".join(words), "speaker": speaker}


def _html(group: list[Piece]) -> str:
    parts: list[str] = []
    open_list = ""
    for piece in group:
        tag = {"bullet": "ul", "numbered": "ol"}.get(piece.kind, "")
        if tag != open_list:
            parts.append((f"</{open_list}>" if open_list else "") + (f"<{tag}>" if tag else ""))
            open_list = tag
        if tag:
            parts.append(f"<li>{_inline(piece.text)}</li>")
        elif piece.kind == "heading":
            parts.append(f"<p><b>{escape(piece.text.replace('**', ''), quote=False)}</b></p>")
        else:
            parts.append(f"<p>{_inline(piece.text)}</p>")
    parts.append(f"</{open_list}>" if open_list else "")
    return "".join(parts)


def _inline(text: str) -> str:
    parts: list[str] = []
    end = 0
    for found in _INLINE.finditer(text):
        parts.append(escape(text[end : found.start()], quote=False))
        if found["bold"]:
            parts.append(f"<b>{escape(found['bold'], quote=False)}</b>")
        else:
            parts.append(f'<a href="{escape(found["address"])}">{escape(found["label"], quote=False)}</a>')
        end = found.end()
    parts.append(escape(text[end:], quote=False))
    return "".join(parts)


# -- back ------------------------------------------------------------------------------------------------------------


class _Reader(HTMLParser):
    """Reads rich text back: ``plain`` with the numbers of lists and the addresses of links, ``canonical`` without the
    attributes that the editor adds."""

    _BLOCKS = frozenset({"p", "li", "ul", "ol", "h2", "h3", "h4", "br", "hr", "blockquote"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.plain: list[str] = []
        self.canonical: list[str] = []
        self._lists: list[int | None] = []
        self._links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in ("ul", "ol"):
            self._lists.append(0 if tag == "ol" else None)
        elif tag == "li" and self._lists and (number := self._lists[-1]) is not None:
            self._lists[-1] = number + 1
            self.plain.append(f"\n{number + 1}. ")
        elif tag == "a":
            self._links.append(str(values.get("href") or ""))
        if tag in self._BLOCKS:
            self.plain.append("\n")
        address = values.get("href") or values.get("id") or ""
        self.canonical.append(f"<{'b' if tag == 'strong' else tag}{f' {address}' if tag == 'a' else ''}>")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        elif tag == "a" and self._links and (address := self._links.pop()):
            self.plain.append(f"({address})")
        self.canonical.append(f"</{'b' if tag == 'strong' else tag}>")

    def handle_data(self, data: str) -> None:
        self.plain.append(data)
        self.canonical.append(data)


def _read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader


def plain_text(html: str) -> str:
    """The words of rich text, a line a paragraph or item."""
    lines = "".join(_read(html).plain).split("\n")
    return "\n".join(line.strip() for line in lines if line.strip())


def canonical_html(html: str) -> str:
    """Rich text as it is compared: opening it in the editor and saving it changes nothing of this."""
    joined = "".join(part if part.startswith("<") else " ".join(part.split()) for part in _read(html).canonical)
    return unicodedata.normalize("NFC", joined.replace("<p></p>", "").replace("<br></br>", "<br>"))


def characters(text: str) -> Counter[str]:
    """The characters of a text by which it is told whether something was lost: after NFC, without white space, and without the
    marks that say what a line is."""
    plain = unicodedata.normalize("NFC", cleaned(text))
    return Counter(sign for sign in plain if not sign.isspace() and sign not in _MARKS)
