"""The tree written back as text: the proof that nothing was lost, and the plain text to download."""

from __future__ import annotations

from collections.abc import Iterator

from cms.laws.parser.tree import Node, ParsedText, ProvisionKind


def write_back(parsed: ParsedText) -> str:
    """Write the whole text: title, head, and every provision on its line; white space aside it equals the source."""
    return "\n".join(_lines(parsed)) + "\n"


def _lines(parsed: ParsedText) -> Iterator[str]:
    if parsed.title:
        yield parsed.title
    yield from parsed.head
    if parsed.unseen:
        yield parsed.unseen
    for node in parsed.nodes:
        yield from _node_lines(node)


def _node_lines(node: Node) -> Iterator[str]:
    beginning = " ".join(part for part in (node.label, node.heading) if part)
    children = list(node.children)
    if node.kind in (ProvisionKind.ARTICLE, ProvisionKind.POINT) and beginning and not node.text and not node.unseen:
        # The first paragraph follows the number on the same line.
        if children and children[0].kind is ProvisionKind.PARAGRAPH and children[0].text:
            first, *others = _node_lines(children.pop(0))
            yield f"{beginning} {first}"
            yield from others
        else:
            yield beginning
    elif beginning or node.text:
        separator = "" if node.kind in (ProvisionKind.ITEM, ProvisionKind.SUBITEM) else " "
        yield separator.join(part for part in (beginning, node.text) if part)
    if node.unseen:
        yield node.unseen
    for child in children:
        yield from _node_lines(child)
