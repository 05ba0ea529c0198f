"""Two texts of one law, article by article: added, removed, changed with the changed words marked, moved.

Pure functions on trees. Articles are paired by what they say, not by their numbers: first those word for word the same,
then the most alike, so that a law that was renumbered throughout still shows what became of each article. Nothing here
is escaped; the template does that.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from cms.laws.locators import locator_of
from cms.laws.parser import digest
from cms.laws.parser.tree import DIVISIONS, Node, ProvisionKind

ALIKE_ENOUGH = 0.42
"""Share of pairs of characters that two wordings must have in common to count as one article changed."""
SAME_NUMBER_BONUS = 0.12
SHORTEST_SAME = 2
"""Characters: what stays the same between two changes and is shorter is marked with them, to be readable."""


class Change(StrEnum):
    """What became of an article."""

    SAME = "same"
    CHANGED = "changed"
    MOVED = "moved"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of characters: ``kind`` is ``same``, ``added`` or ``removed``."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class ArticleText:
    """One article (or point, preamble, annex, block) as it is compared; a line a paragraph or item."""

    locator: str
    label: str
    heading: str
    text: str
    digest: str


@dataclass(frozen=True, slots=True)
class ArticleDiff:
    """What became of one article. ``words`` are the segments of a changed one, in the order they are read."""

    change: Change
    old: ArticleText | None = None
    new: ArticleText | None = None
    words: tuple[Segment, ...] = ()

    @property
    def is_renumbered(self) -> bool:
        """Whether it stands under another number than before."""
        return self.old is not None and self.new is not None and self.old.locator != self.new.locator


def articles_of(nodes: Iterable[Node]) -> list[ArticleText]:
    """Give what of a text is compared: articles and points; what lies outside of them as whole pieces."""
    return [_article(node) for node in _units(nodes)]


def compare(old: Iterable[Node], new: Iterable[Node]) -> list[ArticleDiff]:
    """Compare two texts; the result runs in the order of the new one, what was removed after what came before it."""
    before, after = articles_of(old), articles_of(new)
    partner = _pairs(before, after)
    old_place = {new_place: old_place for old_place, new_place in partner.items()}
    removed_after: dict[int, list[ArticleDiff]] = defaultdict(list)
    latest = -1
    for place, article in enumerate(before):
        if place in partner:
            latest = partner[place]
        else:
            removed_after[latest].append(ArticleDiff(Change.REMOVED, old=article))
    result = list(removed_after[-1])
    for place, article in enumerate(after):
        result.append(_difference(before[old_place[place]] if place in old_place else None, article))
        result += removed_after[place]
    return result


def changed_locators(old: Iterable[Node], new: Iterable[Node]) -> set[str]:
    """Give the locators of the new text whose article is not, word for word, in the old one under the same number."""
    before = {article.locator: article.digest for article in articles_of(old)}
    return {article.locator for article in articles_of(new) if before.get(article.locator) != article.digest}


def word_differences(old: str, new: str) -> tuple[Segment, ...]:
    """Mark what changed between two wordings, character by character, short common runs in between included."""
    prefix = _common_prefix(old, new)
    suffix = _common_prefix(old[prefix:][::-1], new[prefix:][::-1])
    middle_old, middle_new = old[prefix : len(old) - suffix], new[prefix : len(new) - suffix]
    segments = [("same", old[:prefix])]
    matcher = SequenceMatcher(None, middle_old, middle_new, autojunk=False)
    for tag, old_begin, old_end, new_begin, new_end in matcher.get_opcodes():
        if tag == "equal" and (new_end - new_begin > SHORTEST_SAME or "\n" in middle_new[new_begin:new_end]):
            segments.append(("same", middle_new[new_begin:new_end]))
        else:
            segments.append(("removed", middle_old[old_begin:old_end]))
            segments.append(("added", middle_new[new_begin:new_end]))
    segments.append(("same", old[len(old) - suffix :]))
    return tuple(_merged(segments))


def _merged(segments: Iterable[tuple[str, str]]) -> Iterator[Segment]:
    """Put neighbours together: between two unchanged runs all that went, then all that came."""
    same, removed, added = "", "", ""
    for kind, text in segments:
        if kind == "same" and text:
            if removed or added:
                yield from _changed(removed, added)
                removed, added = "", ""
            same += text
        elif text:
            if same:
                yield Segment("same", same)
                same = ""
            removed += text if kind == "removed" else ""
            added += text if kind == "added" else ""
    yield from _changed(removed, added)
    if same:
        yield Segment("same", same)


def _changed(removed: str, added: str) -> Iterator[Segment]:
    if removed == added:
        if added:
            yield Segment("same", added)
        return
    if removed:
        yield Segment("removed", removed)
    if added:
        yield Segment("added", added)


def _common_prefix(one: str, other: str) -> int:
    length = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        length += 1
    return length


# -- what is compared ------------------------------------------------------------------------------------------------


def _units(nodes: Iterable[Node]) -> Iterator[Node]:
    for node in nodes:
        if node.locator == "contents":
            continue
        # An annex without articles is compared as one piece; any other division piece by piece.
        if node.kind in DIVISIONS and (node.kind is not ProvisionKind.ANNEX or _has_units(node)):
            yield from _units(node.children)
        else:
            yield node


def _has_units(node: Node) -> bool:
    return any(below.kind in (ProvisionKind.ARTICLE, ProvisionKind.POINT) for below in node.walk() if below is not node)


def _article(node: Node) -> ArticleText:
    lines = [node.text] if node.text else []
    for below in node.walk():
        if below is not node:
            line = f"{below.label}{below.heading}{below.text}"
            if line:
                lines.append(line)
    return ArticleText(locator_of(node.locator), node.label, node.heading, "\n".join(lines), digest(node))


# -- who was who -----------------------------------------------------------------------------------------------------


def _pairs(before: Sequence[ArticleText], after: Sequence[ArticleText]) -> dict[int, int]:
    """Pair places of the old text with places of the new one."""
    pairs: dict[int, int] = {}
    waiting: dict[str, list[int]] = defaultdict(list)
    for place, article in enumerate(after):
        waiting[article.digest].append(place)
    # Same words under the same number first: two articles may say the same.
    for is_same_number in (True, False):
        for place, article in enumerate(before):
            if place in pairs:
                continue
            for candidate in waiting[article.digest]:
                if not is_same_number or after[candidate].locator == article.locator:
                    pairs[place] = candidate
                    waiting[article.digest].remove(candidate)
                    break
    taken = set(pairs.values())
    for _score, place, candidate in sorted(_likenesses(before, after, pairs, taken), key=lambda found: -found[0]):
        if place not in pairs and candidate not in taken:
            pairs[place] = candidate
            taken.add(candidate)
    return pairs


def _likenesses(
    before: Sequence[ArticleText], after: Sequence[ArticleText], pairs: dict[int, int], taken: set[int]
) -> Iterator[tuple[float, int, int]]:
    """Score what is left over by the pairs of characters it shares (Dice), by way of an inverted list."""
    shingles = {place: _shingles(article.text) for place, article in enumerate(after) if place not in taken}
    where: dict[str, list[int]] = defaultdict(list)
    for place, pieces in shingles.items():
        for piece in pieces:
            where[piece].append(place)
    for place, article in enumerate(before):
        if place in pairs:
            continue
        mine = _shingles(article.text)
        shared = Counter(candidate for piece in mine for candidate in where.get(piece, ()))
        for candidate, number in shared.items():
            score = 2 * number / (len(mine) + len(shingles[candidate]))
            is_same_number = after[candidate].locator == article.locator
            score += SAME_NUMBER_BONUS if is_same_number else 0
            if score >= ALIKE_ENOUGH:
                yield score, place, candidate


def _shingles(text: str) -> set[str]:
    plain = "".join(text.split())
    return {plain[begin : begin + 2] for begin in range(len(plain) - 1)}


def _difference(old: ArticleText | None, new: ArticleText) -> ArticleDiff:
    if old is None:
        return ArticleDiff(Change.ADDED, new=new)
    if old.digest == new.digest:
        return ArticleDiff(Change.SAME if old.locator == new.locator else Change.MOVED, old, new)
    heading_old = f"{old.heading}\n" if old.heading else ""
    heading_new = f"{new.heading}\n" if new.heading else ""
    return ArticleDiff(Change.CHANGED, old, new, word_differences(heading_old + old.text, heading_new + new.text))
