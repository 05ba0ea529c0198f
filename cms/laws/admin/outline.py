"""The parsed tree as flat rows that a template can show: one row a provision, indented by its depth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms.laws.admin.findings import excerpt
from cms.laws.parser import Node, ParsedText, ProvisionKind

KIND_LABELS: dict[ProvisionKind, str | Promise] = {
    ProvisionKind.PREAMBLE: _("序言"),
    ProvisionKind.PART: _("编"),
    ProvisionKind.SUBPART: _("分编"),
    ProvisionKind.CHAPTER: _("章"),
    ProvisionKind.SECTION: _("节"),
    ProvisionKind.ARTICLE: _("条"),
    ProvisionKind.PARAGRAPH: _("款"),
    ProvisionKind.ITEM: _("项"),
    ProvisionKind.SUBITEM: _("目"),
    ProvisionKind.ANNEX: _("附件"),
    ProvisionKind.POINT: _("段"),
    ProvisionKind.BLOCK: _("未识别"),
}
DEEPEST = 7
"""Depths that the style sheet knows; what is deeper is not indented further."""


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """A provision as shown beside its source."""

    depth: int
    kind: str
    kind_label: str | Promise
    label: str
    words: str
    anchor: str


def outline(parsed: ParsedText, *, length: int = 60) -> list[OutlineRow]:
    """List the provisions of a parsed text in their order, each with the first ``length`` characters of its words."""
    return [row for node in parsed.nodes for row in _rows(node, 0, length)]


def _rows(node: Node, depth: int, length: int) -> Iterator[OutlineRow]:
    yield OutlineRow(
        depth=min(depth, DEEPEST),
        kind=node.kind.value,
        kind_label=KIND_LABELS[node.kind],
        label=node.label,
        words=excerpt(node.heading or node.text, length),
        anchor=node.locator,
    )
    for child in node.children:
        yield from _rows(child, depth + 1, length)
