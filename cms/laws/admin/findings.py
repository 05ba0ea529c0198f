"""What an editor should look at before a text is saved: a pure function from the parsed text to counts and doubts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from cms.laws.parser import DIVISIONS, Node, ParsedText, ProvisionKind
from portal.common.numbering import article_label, match_article_label

LONGEST_ARTICLE = 3000
"""Characters; a longer article has probably swallowed what follows it."""

_SHOWN = 20  # doubts of one sort that are listed; a text that is wrong throughout would fill pages
_EXCERPT = 24
_REPEATED = re.compile(r"~\d+$")


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that may be a wrong parse: in words, and the anchor of the place in the tree ("" for the whole text)."""

    words: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Findings:
    """Counts and doubts about a parsed text."""

    divisions: int
    articles: int
    points: int
    annexes: int
    blocks: int
    characters_in: int
    characters_kept: int
    doubts: tuple[Doubt, ...] = field(default=())

    @property
    def nothing_lost(self) -> bool:
        """Whether every character of the source is in the tree."""
        return self.characters_in == self.characters_kept


def examine(parsed: ParsedText) -> Findings:
    """Count what was recognised and list what looks wrong, in the order of the text."""
    nodes = list(parsed.walk())
    kinds = [node.kind for node in nodes]
    doubts = [
        *_whole_text(parsed, nodes),
        *_limited(_numbering(parsed.nodes)),
        *_limited(_missed_headings(nodes)),
        *_limited(_long_articles(nodes)),
    ]
    return Findings(
        divisions=sum(kind in DIVISIONS and kind is not ProvisionKind.ANNEX for kind in kinds),
        articles=parsed.articles,
        points=kinds.count(ProvisionKind.POINT),
        annexes=kinds.count(ProvisionKind.ANNEX),
        blocks=parsed.blocks,
        characters_in=parsed.characters_in,
        characters_kept=parsed.characters_kept,
        doubts=tuple(doubts),
    )


def excerpt(text: str, length: int = _EXCERPT) -> str:
    """Give the beginning of a text on one line."""
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[:length]}…"


def _whole_text(parsed: ParsedText, nodes: list[Node]) -> Iterator[Doubt]:
    if parsed.characters_in != parsed.characters_kept:
        yield Doubt(
            _("原文 %(given)d 字，识别后 %(kept)d 字：有文字丢失，请告诉系统管理员。")
            % {"given": parsed.characters_in, "kept": parsed.characters_kept}
        )
    if not parsed.title:
        yield Doubt(_("没有找到标题行：第一行应当是法律法规的名称。"))
    if not nodes:
        yield Doubt(_("标题之外没有正文。"))
    elif not any(node.kind in (ProvisionKind.ARTICLE, ProvisionKind.POINT) for node in nodes):
        yield Doubt(_("没有识别出条，也没有识别出编号的段落：全文将按段落显示。"))


def _numbering(nodes: Iterable[Node]) -> Iterator[Doubt]:
    """Gaps, repetitions and steps back in the numbers of the articles; an annex counts by itself."""
    yield from _sequence([node for root in nodes for node in _articles_of(root)])
    for root in nodes:
        for node in root.walk():
            if node.kind is ProvisionKind.ANNEX:
                yield from _sequence([found for child in node.children for found in _articles_of(child)])


def _articles_of(node: Node) -> Iterator[Node]:
    if node.kind is ProvisionKind.ANNEX:
        return
    if node.kind is ProvisionKind.ARTICLE:
        yield node
        return
    for child in node.children:
        yield from _articles_of(child)


def _sequence(articles: list[Node]) -> Iterator[Doubt]:
    last_number, last_inserted = 0, 0
    for node in articles:
        number, inserted = node.number or 0, node.inserted_number
        if _REPEATED.search(node.locator):
            yield Doubt(_("%(label)s重复出现。") % {"label": node.label}, node.locator)
        elif number > last_number + 1:
            yield Doubt(_gap(last_number + 1, number - 1, node), node.locator)
        elif number < last_number:
            yield Doubt(
                _("%(label)s排在%(last)s之后，顺序不对。")
                % {"label": node.label, "last": article_label(last_number, last_inserted)},
                node.locator,
            )
        elif number == last_number and inserted > last_inserted + 1:
            yield Doubt(
                _("%(label)s之前缺%(missing)s。")
                % {"label": node.label, "missing": article_label(number, last_inserted + 1)},
                node.locator,
            )
        last_number, last_inserted = number, inserted


def _gap(first: int, last: int, before: Node) -> str:
    if first == last:
        missing = article_label(first)
    else:
        missing = _("%(first)s至%(last)s") % {"first": article_label(first), "last": article_label(last)}
    return _("%(label)s之前缺%(missing)s。") % {"label": before.label, "missing": missing}


def _missed_headings(nodes: list[Node]) -> Iterator[Doubt]:
    """Lines that begin like an article and were not taken for one: a quotation, a reference, or a mistake."""
    for node in nodes:
        if node.kind is not ProvisionKind.ARTICLE and match_article_label(node.text.lstrip()):
            yield Doubt(_("“%(words)s”以条号开头，但没有识别为一条。") % {"words": excerpt(node.text)}, node.locator)


def _long_articles(nodes: list[Node]) -> Iterator[Doubt]:
    for node in nodes:
        if node.kind is ProvisionKind.ARTICLE:
            length = sum(len(part.text) for part in node.walk())
            if length > LONGEST_ARTICLE:
                yield Doubt(
                    _("%(label)s有 %(length)d 字，后面的条可能没有识别出来。")
                    % {"label": node.label, "length": length},
                    node.locator,
                )


def _limited(doubts: Iterator[Doubt]) -> Iterator[Doubt]:
    found = list(doubts)
    yield from found[:_SHOWN]
    if len(found) > _SHOWN:
        yield Doubt(_("……同类情况还有 %(count)d 处。") % {"count": len(found) - _SHOWN})
