"""Prepared answers that cite an article that is no longer what it was, or whose words stand in an answer that may be wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from cms.laws.cited_places import CitedPlace, place_of_json
from cms.laws.cited_texts import read_laws
from portal.changed_law.models import SecondLook, TemplateDoubt
from portal.changed_law.services.comparing import change_of
from portal.common import clock
from portal.consultations.models import Answer, AnswerTemplate
from portal.consultations.models.choices import CitedOn

DOUBTED = "doubt:"
"""What stands for a digest where an answer is in doubt, before the key of the second look."""
SHORTEST = 15
"""Fewer characters than these are what many answers say."""
COMPARED = ("conclusion", "legal_basis", "reasoning")
"""The sections in which an answer can be wrong; what to do next is much the same everywhere."""
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


def flag_templates_in(answer: Answer, look: SecondLook) -> None:
    """Flag the templates of the author's institution whose words stand in an answer that somebody holds to be wrong."""
    if answer.author is None:
        return
    written = {name: _plain(getattr(answer, name)) for name in COMPARED}
    found = AnswerTemplate.objects.filter(resident_institution=answer.author.resident_institution_id)
    TemplateDoubt.objects.bulk_create(
        TemplateDoubt(template=template, digest_before=f"{DOUBTED}{look.pk}", found_at=look.raised_at)
        for template in found
        if any(len(words) >= SHORTEST and words in written[name] for name, words in _words(template))
    )


def clear_templates_of(look: SecondLook) -> None:
    """The answer stands: so do the templates it was made of."""
    TemplateDoubt.objects.filter(digest_before=f"{DOUBTED}{look.pk}").delete()


def _words(template: AnswerTemplate) -> Iterator[tuple[str, str]]:
    return ((name, _plain(getattr(template, name))) for name in COMPARED)


def _plain(words: str) -> str:
    return "".join(words.split())


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
    saved_at = {one.pk: one.updated_at for one in templates}
    named: dict[int, list[str]] = {}
    doubted = set()
    for row in TemplateDoubt.objects.filter(template__in=[one.pk for one in templates]).order_by("pk"):
        if _key_of(row) in now:
            named.setdefault(row.template_id, []).append(row.written)
        elif row.digest_before.startswith(DOUBTED) and saved_at[row.template_id] <= row.found_at:
            doubted.add(row.template_id)
    said = {
        pk: _("引用的法律有变动，请核对后重新保存再用：%(articles)s。") % {"articles": "、".join(articles)}
        for pk, articles in named.items()
    }
    wrong = _("用了这些话的一份答复，有人认为有误，请核对后重新保存再用。")
    return said | {pk: said.get(pk, "") + wrong for pk in doubted}


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
