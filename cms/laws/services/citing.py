"""Keeping the ``Citation`` rows of a page: exactly what it cites while it is public, none when it is not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction

from cms.laws.cited_places import CitedPlace
from cms.laws.cited_texts import law_keys
from cms.laws.models import Citation, Instrument
from cms.laws.services.announcing import CITATIONS
from portal.common.generation import raise_generation
from portal.common.outbox.write import enqueue


def replace_citations(citing: models.Model, cited: Iterable[CitedPlace]) -> None:
    """Make the rows of what cites (a page, an answer) exactly these; call it in the transaction that publishes, and with
    ``()`` in the one that withdraws or deletes.

    Old slugs are followed. A law that is no longer there is left out: the page itself says that it is gone. Law pages
    list what cites them, so that pages kept from before are not shown after it. What has become of the places is
    found by the outbox (``checking_citations``). The number of queries is the same for any number of places.
    """
    cited = list(dict.fromkeys(cited))
    keys = law_keys(place.slug for place in cited) if cited else {}
    wanted = {_identity(row): row for row in _rows(citing, cited, keys)}
    with transaction.atomic():
        # What stays keeps its row, with what has been found of it and since when.
        before = {_identity(row): row for row in citations_of(citing).order_by("pk")}
        gone = [row.pk for identity, row in before.items() if identity not in wanted]
        added = [row for identity, row in wanted.items() if identity not in before]
        if gone or added:
            Citation.objects.filter(pk__in=gone).delete()
            Citation.objects.bulk_create(added)
            slugs = Instrument.objects.filter(pk__in={row.instrument_id for row in added}).values_list(
                "slug", flat=True
            )
            enqueue(CITATIONS, slugs)
            raise_generation()


def citations_of(citing: models.Model) -> models.QuerySet[Citation]:
    """The rows of one citing thing."""
    return Citation.objects.filter(content_type=_content_type(citing), object_id=str(citing.pk))


def _rows(citing: models.Model, cited: Iterable[CitedPlace], keys: Mapping[str, int]) -> Iterator[Citation]:
    for place in cited:
        if place.slug in keys:
            yield Citation(
                instrument_id=keys[place.slug],
                locator=place.locator,
                read_on=place.read_on,
                digest=place.digest,
                known=place.known,
                content_type=_content_type(citing),
                object_id=str(citing.pk),
            )


def _identity(row: Citation) -> tuple:
    return (row.instrument_id, row.locator, row.read_on, row.digest, row.known)


def _content_type(citing: models.Model) -> ContentType:
    """A Wagtail page is known by its own class, also when it was read as a plain ``Page``."""
    return getattr(citing, "cached_content_type", None) or ContentType.objects.get_for_model(citing)
