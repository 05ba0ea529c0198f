"""Prepared answers that cite an article that is no longer what it was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from cms.laws.cited_places import CitedPlace, place_of_json
from cms.laws.cited_texts import read_laws
from portal.changed_law.models import TemplateDoubt
from portal.changed_law.services.comparing import change_of
from portal.common import clock
from portal.consultations.models import AnswerTemplate
from portal.consultations.models.choices import CitedOn

_Key = tuple[int, str, str, str]


def flag_templates(names: Sequence[str], today: date) -> None:
    """Flag the templates that cite one of these laws as it is no more, and take back what stands again: six statements for any
    number of templates."""
    wanted = frozenset(names)
    cited = {
        (template.pk, place.slug, place.locator, place.digest): place
        for template in AnswerTemplate.objects.only("pk", "citations").iterator()
        for place in places_of(template)
        if place.slug in wanted
    }
    laws = read_laws({(place.slug, place.unit) for place in cited.values()}, today, only_digests=True)
    changed = {key for key, place in cited.items() if change_of(place, CitedOn.TODAY, laws.get(place.slug), today)}
    with transaction.atomic():
        known = {_key_of(row): row.pk for row in TemplateDoubt.objects.filter(instrument_slug__in=names)}
        TemplateDoubt.objects.filter(pk__in=[pk for key, pk in known.items() if key not in changed]).delete()
        TemplateDoubt.objects.bulk_create(
            [_doubt(key, cited[key]) for key in changed if key not in known], ignore_conflicts=True
        )


def places_of(template: AnswerTemplate) -> Iterator[CitedPlace]:
    """The articles of a template as they were read when it was saved."""
    for row in template.citations:
        place = place_of_json(row.get("was")) if isinstance(row, dict) else None
        if place is not None:
            yield place


def words_for(templates: Iterable[AnswerTemplate]) -> dict[int, str]:
    """What is said of the templates that must be looked at first (one query). One that was saved since has other words."""
    templates = list(templates)
    now = {(one.pk, place.slug, place.locator, place.digest) for one in templates for place in places_of(one)}
    named: dict[int, list[str]] = {}
    for row in TemplateDoubt.objects.filter(template__in=[one.pk for one in templates]).order_by("pk"):
        if _key_of(row) in now:
            named.setdefault(row.template_id, []).append(row.written)
    return {
        pk: _("引用的法律有变动，请核对后重新保存再用：%(articles)s。") % {"articles": "、".join(articles)}
        for pk, articles in named.items()
    }


def _key_of(row: TemplateDoubt) -> _Key:
    return (row.template_id, row.instrument_slug, row.locator, row.digest_before)


def _doubt(key: _Key, place: CitedPlace) -> TemplateDoubt:
    template, slug, locator, digest = key
    return TemplateDoubt(
        template_id=template,
        instrument_slug=slug,
        locator=locator,
        digest_before=digest,
        written=place.words[:400],
        found_at=clock.now(),
    )
