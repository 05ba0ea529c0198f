"""From tokens to the tree: what stands under what, and the locator of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from cms.laws.parser.articles import ArticleStart
from cms.laws.parser.draft import Draft, Locators
from cms.laws.parser.headings import RANKS, Heading, is_heading_like
from cms.laws.parser.points import PointStart, Style
from cms.laws.parser.survey import Survey, survey
from cms.laws.parser.tokens import Token, TokenKind
from cms.laws.parser.tree import Node, ProvisionKind

_SHORT = {
    ProvisionKind.PART: "part",
    ProvisionKind.SUBPART: "subpart",
    ProvisionKind.CHAPTER: "ch",
    ProvisionKind.SECTION: "sec",
}
_CLOSING = ("此复", "特此", "本决定自", "本批复自", "本通知自")


def build(tokens: Sequence[Token]) -> tuple[Node, ...]:
    """Build the tree of a whole body: the text itself, then each annex as a scope of its own."""
    roots = Draft(ProvisionKind.BLOCK, "")
    locators = Locators()
    starts = [position for position, token in enumerate(tokens) if token.kind is TokenKind.ANNEX]
    edges = [0, *starts, len(tokens)]
    count = 0
    for begin, end in pairwise(edges):
        scope = tokens[begin:end]
        if not scope:
            continue
        if scope[0].kind is not TokenKind.ANNEX:
            _Scope(roots, locators, "", survey(scope)).run(scope)
            continue
        heading = scope[0].heading or Heading(ProvisionKind.ANNEX, "", scope[0].text)
        if heading.number is None and any(_is_numbered_annex(tokens[later]) for later in starts if later > begin):
            # A list of the annexes that follow, not one of them.
            _keep_list(roots, locators, scope)
            continue
        count += 1
        _annex(roots, locators, scope, heading, heading.number or count)
    return tuple(child.frozen() for child in roots.children)


def _without_inner_annexes(tokens: Sequence[Token]) -> list[Token]:
    """Make plain text of an unnumbered 附件：… inside a numbered annex, as in a form that has annexes itself."""
    numbers = {position: token.heading.number for position, token in enumerate(tokens) if token.heading is not None}
    annexes = [position for position, token in enumerate(tokens) if token.kind is TokenKind.ANNEX]
    numbered = [position for position in annexes if numbers[position] is not None]
    kept = list(tokens)
    for position in annexes:
        if numbers[position] is None and numbered and numbered[0] < position < numbered[-1]:
            kept[position] = replace(tokens[position], kind=TokenKind.TEXT, heading=None)
    return kept


def _is_numbered_annex(token: Token) -> bool:
    return token.heading is not None and token.heading.number == 1


def _keep_list(roots: Draft, locators: Locators, scope: Sequence[Token]) -> None:
    block = roots.add(
        ProvisionKind.BLOCK,
        locators.claim(f"block-{roots.count(ProvisionKind.BLOCK) + 1}"),
    )
    block.text = "\n".join(token.text for token in scope)


def _annex(
    roots: Draft,
    locators: Locators,
    scope: Sequence[Token],
    heading: Heading,
    number: int,
) -> None:
    node = roots.add(ProvisionKind.ANNEX, locators.claim(f"annex-{number}"))
    node.label, node.heading, node.number = heading.label, heading.words, number
    rest = scope[1:]
    if not node.heading and rest and rest[0].kind is TokenKind.TEXT and is_heading_like(rest[0].text):
        node.heading, rest = rest[0].text, rest[1:]
    _Scope(node, locators, f"{node.locator}-", survey(rest)).run(rest)


class _Scope:
    """Builds one scope: the text itself or one annex."""

    def __init__(self, root: Draft, locators: Locators, prefix: str, plan: Survey) -> None:
        self._root = root
        self._locators = locators
        self._prefix = prefix
        self._plan = plan
        self._divisions: list[tuple[int, Draft]] = []
        self._unit: Draft | None = None
        self._paragraph: Draft | None = None
        self._items: list[tuple[Style, Draft]] = []
        self._latest: Draft | None = None if not prefix else root

    def run(self, tokens: Sequence[Token]) -> None:
        """Put every token in its place."""
        self._tokens = tokens
        for position, token in enumerate(tokens):
            if token.kind is TokenKind.UNSEEN:
                self._unseen(token.text)
            elif token.kind is TokenKind.DIVISION and token.heading is not None:
                self._division(token.heading, token.depth)
            elif token.kind is TokenKind.POINT_HEADING and token.heading is not None:
                self._point_heading(token.heading)
            elif token.kind is TokenKind.PREAMBLE:
                self._divisions = []
                self._open(self._root, ProvisionKind.PREAMBLE, f"{self._prefix}preamble").heading = token.text
            elif token.kind is TokenKind.ARTICLE and token.article is not None:
                self._article(token.article)
            elif token.kind is TokenKind.POINT and token.point is not None:
                self._point(token.point)
            elif token.kind in (TokenKind.TABLE, TokenKind.CONTENTS):
                self._block(token)
            elif token.kind is TokenKind.QUOTATION and self._latest is not None and self._latest.text:
                self._append(self._latest, token.text)
            else:
                self._text(token.text, position)

    # Divisions

    def _division(self, heading: Heading, depth: int) -> None:
        kind = heading.kind or self._plan.kinds_by_depth.get(depth, self._plan.outermost)
        if heading.number is None:
            name = "supplementary" if heading.words == "附则" else f"heading-{self._locators.next_heading()}"
        else:
            name = f"{_SHORT[kind]}-{heading.number}" + (f"-{heading.inserted}" if heading.inserted else "")
        self._open_division(kind, name, heading)

    def _open_division(self, kind: ProvisionKind, name: str, heading: Heading) -> None:
        rank = RANKS[kind]
        while self._divisions and self._divisions[-1][0] >= rank:
            self._divisions.pop()
        parent = self._divisions[-1][1] if self._divisions else self._root
        prefix = f"{parent.locator}-" if self._divisions else self._prefix
        node = self._open(parent, kind, prefix + name)
        node.label, node.heading = heading.label, heading.words
        node.number, node.inserted = heading.number, heading.inserted
        self._divisions.append((rank, node))
        self._unit = node

    def _point_heading(self, heading: Heading) -> None:
        if self._plan.headings_are_chapters:
            self._open_division(ProvisionKind.CHAPTER, f"ch-{heading.number}", heading)
            return
        node = self._open_point(heading.number or 0, heading.label)
        node.heading = heading.words

    def _holder(self) -> Draft:
        return self._divisions[-1][1] if self._divisions else self._root

    # Articles and points

    def _article(self, start: ArticleStart) -> None:
        node = self._open(
            self._holder(),
            ProvisionKind.ARTICLE,
            f"{self._prefix}art-{start.number.locator}",
        )
        node.label, node.heading = start.label, start.heading
        node.number, node.inserted = start.number.number, start.number.inserted
        if start.rest:
            self._add_paragraph(start.rest)

    def _point(self, start: PointStart) -> None:
        if start.style is self._plan.point_style:
            self._open_point(start.number, start.label)
            if start.rest:
                self._add_paragraph(start.rest)
            return
        self._item(start)

    def _open_point(self, number: int, label: str) -> Draft:
        holder = self._holder()
        inside = bool(self._divisions) and not self._plan.points_run_through
        prefix = f"{holder.locator}-" if inside else self._prefix
        node = self._open(holder, ProvisionKind.POINT, f"{prefix}point-{number}")
        node.label, node.number = label, number
        return node

    def _item(self, start: PointStart) -> None:
        # An article or annex that begins with its items: they need a paragraph to stand in.
        paragraph = self._paragraph or self._add_paragraph("")
        styles = [style for style, _ in self._items]
        if start.style in styles:
            del self._items[styles.index(start.style) :]
        parent = self._items[-1][1] if self._items else paragraph
        nested = bool(self._items)
        kind = ProvisionKind.SUBITEM if nested else ProvisionKind.ITEM
        locator = f"{parent.locator}-{'s' if nested else 'i'}{start.number}"
        node = parent.add(kind, self._locators.claim(locator))
        node.label, node.text, node.number = start.label, start.rest, start.number
        self._items.append((start.style, node))
        self._latest = node

    # Plain text

    def _text(self, text: str, position: int) -> None:
        if self._items and self._goes_on_after(position):
            self._append(self._items[-1][1], text)
            return
        if self._closes_points(text, position):
            self._unit = None
        self._add_paragraph(text)

    def _append(self, node: Draft, text: str) -> None:
        """Put more lines to a node; what was kept unseen stands before them, and its order must not change."""
        node.text = "\n".join(part for part in (node.text, node.unseen, text) if part)
        node.unseen = ""

    def _goes_on_after(self, position: int) -> bool:
        """Whether the numbering open now goes on after this text, so that the text belongs to the item before it."""
        for token in self._tokens[position + 1 :]:
            if token.kind in (TokenKind.TEXT, TokenKind.UNSEEN):
                continue
            point = token.point
            if point is None or point.style is self._plan.point_style:
                return False
            return any(style is point.style and node.number == point.number - 1 for style, node in self._items)
        return False

    def _closes_points(self, text: str, position: int) -> bool:
        """Whether this is the formula that closes a decision or reply and belongs to none of its points."""
        unit = self._unit
        return (
            unit is not None
            and unit.kind is ProvisionKind.POINT
            and text.startswith(_CLOSING)
            and not any(token.point or token.article for token in self._tokens[position + 1 :])
        )

    def _add_paragraph(self, text: str) -> Draft:
        unit = self._unit or self._place_for_loose_text()
        self._items = []
        if unit is self._root and not self._prefix:
            node = unit.add(
                ProvisionKind.BLOCK,
                self._locators.claim(f"block-{self._root.count(ProvisionKind.BLOCK) + 1}"),
            )
        else:
            number = unit.count(ProvisionKind.PARAGRAPH) + 1
            node = unit.add(
                ProvisionKind.PARAGRAPH,
                self._locators.claim(f"{unit.locator}-p{number}"),
            )
            node.number = number
        node.text = text
        self._paragraph = self._latest = node
        return node

    def _place_for_loose_text(self) -> Draft:
        """Where text goes that stands under nothing: the annex, a preamble before what is numbered, or a block."""
        if self._divisions:
            return self._divisions[-1][1]
        if self._prefix or not self._plan.has_structure or self._has_begun():
            return self._root
        return self._open(self._root, ProvisionKind.PREAMBLE, f"{self._prefix}preamble")

    def _has_begun(self) -> bool:
        return any(child.kind is not ProvisionKind.BLOCK for child in self._root.children)

    def _block(self, token: Token) -> None:
        unit = self._unit or self._holder()
        if token.kind is TokenKind.CONTENTS:
            locator = f"{self._prefix}contents"
        else:
            inside = unit is not self._root or self._prefix
            prefix = f"{unit.locator}-" if inside else ""
            locator = f"{prefix}block-{unit.count(ProvisionKind.BLOCK) + 1}"
        node = unit.add(ProvisionKind.BLOCK, self._locators.claim(locator))
        node.text = token.text
        # What follows must stand behind it, so the paragraph before it is closed.
        self._items, self._paragraph, self._latest = [], None, node

    def _unseen(self, text: str) -> None:
        node = self._latest
        if node is None:
            node = self._latest = self._root.add(
                ProvisionKind.BLOCK,
                self._locators.claim(f"block-{self._root.count(ProvisionKind.BLOCK) + 1}"),
            )
        node.unseen = f"{node.unseen}\n{text}" if node.unseen else text

    def _open(self, parent: Draft, kind: ProvisionKind, locator: str) -> Draft:
        node = parent.add(kind, self._locators.claim(locator))
        self._unit = self._latest = node
        self._paragraph, self._items = None, []
        return node
