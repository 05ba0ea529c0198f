"""A draft of a text as the API would give it once published: its tree from the parser, not from rows."""

from __future__ import annotations

from datetime import date
from typing import Any

from cms.laws.api.serializers import InstrumentTextSerializer
from cms.laws.api.tree import trees_of
from cms.laws.catalogue import public_versions
from cms.laws.models import Instrument, InstrumentVersion, Provision
from cms.laws.parser import parse
from cms.laws.tree_rows import FIELDS, plan_rows


def draft_text(version: InstrumentVersion, today: date) -> dict[str, Any]:
    """Show a draft among the public texts of its law."""
    instrument = Instrument.objects.select_related("replaced_by").get(pk=version.instrument_id)
    others = [text for text in public_versions().filter(instrument=instrument) if text.pk != version.pk]
    texts = sorted([*others, version], key=lambda text: text.effective_on or date.max)
    instrument.public_texts = texts
    parsed = parse(version.source_text)
    version.head = "\n".join(parsed.head)
    context = {
        "instrument": instrument,
        "slug": instrument.slug,
        "texts": texts,
        "on": today,
        "provisions": {version.pk: trees_of(_rows(parsed), instrument.short_title)},
    }
    return dict(InstrumentTextSerializer(version, context=context).data)


def _rows(parsed: Any) -> list[Provision]:
    """Rows that were never saved: their place in the text stands in for the key."""
    return [
        Provision(pk=row.position, parent_id=row.parent, **{name: getattr(row, name) for name in FIELDS})
        for row in plan_rows(parsed.nodes)
    ]
