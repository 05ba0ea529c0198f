"""Publishing a text: its provisions, its HTML, what may find it. All of it in the transaction that publishes.

``InstrumentVersion.publish`` and ``unpublish`` call ``derive_published`` and ``derive_withdrawn``, so that the editor's
button, the last step of a workflow, an import and a shell all do the same. A draft never touches a row.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from django.db import router, transaction

from cms.laws.models.instrument import Instrument
from cms.laws.models.provision import Provision, RenderedPart
from cms.laws.models.version import InstrumentVersion
from cms.laws.parser import parse
from cms.laws.parser.tree import Node, ParsedText
from cms.laws.rendering import RENDERER_VERSION, render_parts
from cms.laws.services.announcing import announce
from cms.laws.services.provision_rows import store_provisions
from portal.common.clock import now


def text_digest(source_text: str) -> str:
    """SHA-256 of a source text: tells whether rows were made from it."""
    return hashlib.sha256(source_text.encode()).hexdigest()


def publish(version: InstrumentVersion, *, user: Any = None) -> InstrumentVersion:
    """Save a version (new or changed) as a revision with history and publish it; gives it back as stored."""
    with transaction.atomic():
        if version.pk is None:
            version.live = False
            version.save()
        revision = version.save_revision(user=user, log_action=True)
        revision.publish(user=user, skip_permission_checks=True)
    return InstrumentVersion.objects.select_related("instrument").get(pk=version.pk)


def derive_published(version_pk: int) -> None:
    """Make what follows from a version that has just been published; nothing if it turns out not to be live."""
    version = InstrumentVersion.objects.select_related("instrument").get(pk=version_pk)
    if version.live:
        derive(version, parse(version.source_text))


def derive(version: InstrumentVersion, parsed: ParsedText, *, drain_on_commit: bool = True) -> None:
    """Replace the rows and the HTML of a live version by those of its parsed text; inside a transaction."""
    # One publication of an instrument at a time: two would each delete rows and insert the same positions.
    Instrument.objects.select_for_update().get(pk=version.instrument_id)
    _delete_rows(version.pk)
    store_provisions(version.pk, parsed.nodes)
    RenderedPart.objects.bulk_create(rendered_rows(version, parsed.nodes))
    version.head = "\n".join(parsed.head)
    version.source_digest = text_digest(version.source_text)
    InstrumentVersion.objects.filter(pk=version.pk).update(head=version.head, source_digest=version.source_digest)
    # ``updated_at`` is what a second program asks by (docs/api.md): a new text is a change of its instrument.
    Instrument.objects.filter(pk=version.instrument_id).update(is_public=True, updated_at=now())
    announce([version.instrument.slug], drain_on_commit=drain_on_commit)


def derive_withdrawn(version_pk: int) -> None:
    """Take away what followed from a version that has just been unpublished."""
    version = InstrumentVersion.objects.select_related("instrument").get(pk=version_pk)
    if not version.live:
        _delete_rows(version.pk)
        InstrumentVersion.objects.filter(pk=version.pk).update(source_digest="")
        refresh_public(version.instrument_id)
        announce([version.instrument.slug])


def refresh_public(instrument_pk: int) -> None:
    """An instrument is public when one of its versions is."""
    live = InstrumentVersion.objects.filter(instrument=instrument_pk, live=True).exists()
    Instrument.objects.filter(pk=instrument_pk).update(is_public=live, updated_at=now())


def rendered_rows(version: InstrumentVersion, nodes: Sequence[Node]) -> list[RenderedPart]:
    """The HTML of a text as rows not yet saved."""
    return [
        RenderedPart(
            version=version,
            position=position,
            slug=part.slug,
            title=part.title,
            first_locator=part.first_locator,
            contents=part.contents,
            article_locators=part.article_locators,
            html=part.html,
            renderer_version=RENDERER_VERSION,
        )
        for position, part in enumerate(render_parts(nodes))
    ]


def _delete_rows(version_pk: int) -> None:
    for rows in (Provision.objects.filter(version=version_pk), RenderedPart.objects.filter(version=version_pk)):
        # Not delete(): it would load every row to look for others that point at it, and none do but its siblings.
        rows._raw_delete(router.db_for_write(rows.model))
