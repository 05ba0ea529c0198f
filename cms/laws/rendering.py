"""The HTML of a text: a pure function from the tree, everything escaped. docs/laws.md shows the shape.

Headings begin at ``h2`` (the page's title is ``h1``) and go one level down with each division, so that none is skipped.
An article's number is no heading: a law of a thousand articles would drown them. Raise ``RENDERER_VERSION`` with every
change of what is written here; ``manage.py render_laws`` then renders anew what is older.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from typing import Any

from cms.laws.locators import locator_of
from cms.laws.parser.tree import DIVISIONS, Node, ProvisionKind
from cms.laws.tables import table_html

RENDERER_VERSION = 1
LARGEST_PART = 46 * 1024
"""Bytes of a part's HTML, compressed: a page of at most 60 KB with what stands around it."""

CONTENTS = "contents"  # the locator of a text's own table of contents: the page has a better one
_FURNITURE = 40  # compressed bytes of ids and tags around one article, roughly; for chunks of articles


@dataclass(frozen=True, slots=True)
class PartHtml:
    """One page's worth of a text; see ``RenderedPart`` for the fields."""

    slug: str
    title: str
    html: str
    first_locator: str = ""
    article_locators: list[str] = field(default_factory=list)
    contents: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Piece:
    """Nodes that share a page, the page's slug (empty: what stands before the first division), and its title."""

    nodes: tuple[Node, ...]
    slug: str = ""
    title: str = ""


def render_parts(nodes: Sequence[Node]) -> list[PartHtml]:
    """Render a text: one part when it is small enough, else an opening part and one for each division that fits."""
    whole = render_nodes(nodes)
    if _compressed(whole) <= LARGEST_PART:
        return [PartHtml("", "", whole, _first(nodes), _articles(nodes), _contents(nodes, {}))]
    pieces = _split(tuple(nodes), "")
    if pieces[0].slug:
        pieces.insert(0, _Piece(()))
    part_of = {node.locator: piece.slug for piece in pieces for root in piece.nodes for node in root.walk()}
    return [
        PartHtml(
            piece.slug,
            piece.title,
            render_nodes(piece.nodes),
            _first(piece.nodes),
            _articles(piece.nodes),
            [] if position else _contents(nodes, part_of),
        )
        for position, piece in enumerate(pieces)
    ]


def render_nodes(nodes: Iterable[Node]) -> str:
    """Render nodes one after another; divisions among them become headings from ``h2`` on."""
    return "".join(piece for node in nodes for piece in _node(node, 2))


# -- splitting -------------------------------------------------------------------------------------------------------


def _split(nodes: tuple[Node, ...], above: str) -> list[_Piece]:
    """Cut nodes into pieces that fit: by division, inside too large ones by the next level, else by runs of articles."""
    pieces: list[_Piece] = []
    front: list[Node] = []
    for node in nodes:
        if node.kind in DIVISIONS:
            if front:
                pieces += _runs(tuple(front)) if _size(front) > LARGEST_PART else [_Piece(tuple(front))]
                front = []
            pieces += _division_pieces(node, above)
        elif pieces:
            # What follows a division without belonging to one (a signature) stays with it.
            pieces[-1] = replace(pieces[-1], nodes=(*pieces[-1].nodes, node))
        else:
            front.append(node)
    if front:
        pieces += _runs(tuple(front)) if _size(front) > LARGEST_PART else [_Piece(tuple(front))]
    return pieces


def _division_pieces(node: Node, above: str) -> list[_Piece]:
    title = " ".join(word for word in (above, node.label, node.heading) if word)
    if _size((node,)) <= LARGEST_PART:
        return [_Piece((node,), locator_of(node.locator), title)]
    pieces = _split(node.children, title)
    # Its heading stands over the first of its pieces; loose text under it goes with that piece as well.
    first = pieces[0]
    if not first.slug and len(pieces) > 1 and _size((*first.nodes, *pieces[1].nodes)) <= LARGEST_PART:
        first = replace(pieces[1], nodes=(*first.nodes, *pieces[1].nodes))
        del pieces[0]
    slug = first.slug or locator_of(node.locator)
    pieces[0] = _Piece((replace(node, children=first.nodes),), slug, first.title or title)
    return pieces


def _runs(nodes: tuple[Node, ...]) -> list[_Piece]:
    """Cut what has no divisions into runs of articles, named by the first of each."""
    pieces: list[_Piece] = []
    run: list[Node] = []
    size = 0
    for node in nodes:
        length = _size((node,)) + _FURNITURE
        if run and size + length > LARGEST_PART:
            pieces.append(_run(run))
            run, size = [], 0
        run.append(node)
        size += length
    return [*pieces, _run(run)]


def _run(nodes: list[Node]) -> _Piece:
    labels = [node.label for node in nodes if node.label]
    title = "—".join(dict.fromkeys((labels[0], labels[-1]))) if labels else ""
    return _Piece(tuple(nodes), locator_of(nodes[0].locator), title)


def _compressed(html: str) -> int:
    return len(zlib.compress(html.encode(), 6))


def _size(nodes: Iterable[Node]) -> int:
    return _compressed(render_nodes(nodes))


def _first(nodes: Sequence[Node]) -> str:
    return locator_of(nodes[0].locator) if nodes else ""


def _articles(nodes: Iterable[Node]) -> list[str]:
    return [locator_of(node.locator) for root in nodes for node in root.walk() if node.kind is ProvisionKind.ARTICLE]


def _contents(nodes: Iterable[Node], part_of: dict[str, str], depth: int = 0) -> list[dict[str, Any]]:
    """The table of contents, flat: every division with the part it is shown in and its first and last article."""
    entries: list[dict[str, Any]] = []
    for node in nodes:
        if node.kind not in DIVISIONS:
            continue
        articles = _articles((node,))
        entries.append(
            {
                "locator": locator_of(node.locator),
                "kind": node.kind.value,
                "label": node.label,
                "heading": node.heading,
                "depth": depth,
                "part": part_of.get(node.locator, ""),
                "first": articles[0] if articles else "",
                "last": articles[-1] if articles else "",
            }
        )
        entries += _contents(node.children, part_of, depth + 1)
    return entries


# -- HTML ------------------------------------------------------------------------------------------------------------


def _node(node: Node, level: int) -> Iterator[str]:
    if node.locator == CONTENTS:
        return
    if node.kind in DIVISIONS or (node.kind is ProvisionKind.PREAMBLE and node.heading):
        yield from _division(node, level)
    elif node.kind is ProvisionKind.PREAMBLE:
        yield f'<div id="{_id(node)}" class="law-preamble">{_own_text(node)}{_paragraphs(node)}</div>\n'
    elif node.kind in (ProvisionKind.ARTICLE, ProvisionKind.POINT):
        yield _article(node)
    else:
        yield _paragraph(node)


def _division(node: Node, level: int) -> Iterator[str]:
    tag = f"h{min(level, 6)}"
    label = f'<span class="law-heading__label">{escape(node.label)}</span> ' if node.label else ""
    heading = escape(node.heading or ("" if node.label else "附件"))
    yield f'<{tag} id="{_id(node)}" class="law-heading law-heading--{node.kind.value}">{label}{heading}</{tag}>\n'
    yield _own_text(node)
    for child in node.children:
        yield from _node(child, level + 1)


def _article(node: Node) -> str:
    anchor = _id(node)
    kind = "law-article" if node.kind is ProvisionKind.ARTICLE else "law-article law-article--point"
    label = escape(node.label) or "·"
    heading = f' <span class="law-article__heading">{escape(node.heading)}</span>' if node.heading else ""
    number = f'<p class="law-article__number"><a href="#{anchor}">{label}</a>{heading}</p>'
    return f'<article id="{anchor}" class="{kind}">{number}{_own_text(node)}{_paragraphs(node)}</article>\n'


def _own_text(node: Node) -> str:
    return f'<p class="law-paragraph">{_lines(node.text)}</p>' if node.text else ""


def _paragraphs(node: Node) -> str:
    return "".join(
        _article(child) if child.kind in (ProvisionKind.ARTICLE, ProvisionKind.POINT) else _paragraph(child)
        for child in node.children
    )


def _paragraph(node: Node) -> str:
    """A paragraph or a block, with the list of its items; tables become tables."""
    anchor = _id(node)
    table = table_html(node.text, anchor) if node.kind is ProvisionKind.BLOCK or "\n" in node.text else ""
    if table:
        words = table
    elif node.text:
        words = f'<p id="{anchor}" class="law-paragraph">{_lines(node.text)}</p>'
    else:
        words = f'<span id="{anchor}"></span>'
    return words + _items(node.children)


def _items(children: Sequence[Node]) -> str:
    if not children:
        return ""
    rows = "".join(
        f'<li id="{_id(child)}" class="law-item"><span class="law-item__label">{escape(child.label)}</span>'
        f"{_lines(child.text)}{_items(child.children)}</li>"
        for child in children
    )
    return f'<ul class="law-items" role="list">{rows}</ul>'


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _id(node: Node) -> str:
    return escape(node.locator)
