"""Reading published texts again with today's parser and renderer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from wagtail.log_actions import log

from cms.laws.locators import locator_of
from cms.laws.models import InstrumentVersion, RenderedPart
from cms.laws.parser import parse
from cms.laws.parser.tree import Node
from cms.laws.rendering import RENDERER_VERSION
from cms.laws.services.publishing import derive, rendered_rows
from cms.laws.tree_rows import nodes_of
from portal.common.generation import raise_generation

FIELDS = ("kind", "parent", "label", "heading", "text")


@dataclass(frozen=True, slots=True)
class Alteration:
    """What a new parse does to one provision: ``what`` is ``added``, ``removed``, or the names of what differs."""

    locator: str
    what: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Reparsed:
    """A version that today's parser reads differently."""

    version: InstrumentVersion
    alterations: tuple[Alteration, ...]


def live_versions(slugs: Sequence[str] = ()) -> QuerySet[InstrumentVersion]:
    """All published texts, or those of the instruments named."""
    found = InstrumentVersion.objects.filter(live=True).select_related("instrument").order_by("instrument__slug", "pk")
    return found.filter(instrument__slug__in=slugs) if slugs else found


def altered(versions: QuerySet[InstrumentVersion]) -> Iterator[Reparsed]:
    """Find the versions whose stored rows are not what today's parser makes of their texts."""
    for version in versions.iterator(50):
        alterations = alterations_between(
            nodes_of(version.provisions.order_by("position")), parse(version.source_text).nodes
        )
        if alterations:
            yield Reparsed(version, alterations)


def alterations_between(stored: Sequence[Node], parsed: Sequence[Node]) -> tuple[Alteration, ...]:
    """List, in the order of the new tree, what differs from the stored one; what went missing comes last."""
    before, after = _by_locator(stored), _by_locator(parsed)
    found = []
    for locator, values in after.items():
        old = before.get(locator)
        if old is None:
            found.append(Alteration(locator, "added", after=_words(values)))
        elif old != values:
            names = [name for name, one, other in zip(FIELDS, old, values, strict=True) if one != other]
            found.append(Alteration(locator, ", ".join(names), _words(old), _words(values)))
    found += [Alteration(locator, "removed", _words(before[locator])) for locator in before if locator not in after]
    common = [locator for locator in before if locator in after]
    if not found and common != [locator for locator in after if locator in before]:
        found.append(Alteration("", "order"))
    return tuple(found)


def _by_locator(nodes: Sequence[Node], parent: str = "") -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for node in nodes:
        locator = locator_of(node.locator)
        found[locator] = (node.kind.value, parent, node.label, node.heading, node.text)
        found |= _by_locator(node.children, locator)
    return found


def _words(values: tuple[str, ...]) -> str:
    kind, _parent, label, heading, text = values
    return " ".join(word for word in (f"[{kind}]", label, heading, text) if word)


def reparse(version: InstrumentVersion) -> None:
    """Make the rows and the HTML of a published text anew; its text, its dates and any draft stay as they are."""
    with transaction.atomic():
        derive(version, parse(version.source_text), drain_on_commit=False)
        log(instance=version, action="wagtail.publish", content_changed=False, data={"reparsed": True})


def outdated(*, all_versions: bool = False) -> QuerySet[InstrumentVersion]:
    """The published texts whose HTML an older renderer wrote, or that have none."""
    if all_versions:
        return live_versions()
    current = RenderedPart.objects.filter(renderer_version=RENDERER_VERSION).values("version")
    return live_versions().exclude(pk__in=current)


def render(version: InstrumentVersion) -> None:
    """Write the HTML of a published text anew from its rows."""
    with transaction.atomic():
        nodes = nodes_of(version.provisions.order_by("position"))
        version.rendered_parts.all().delete()
        RenderedPart.objects.bulk_create(rendered_rows(version, nodes))
        raise_generation()
