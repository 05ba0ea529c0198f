"""What of the directory can be found: entries by name, initials, licence number, institution, field, district, standing.

Sources ``institution:SLUG`` and ``practitioner:SLUG``. A standing that changes on a known day makes a document for each
stretch, so that a search of any later day is right without a job; what days before were like is not told. Nothing of a
record is indexed but the standing that follows from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.core.models import Topic
from cms.directory.catalogue import current_affiliations, facts_of
from cms.directory.models import Entry, Institution, Practitioner
from cms.directory.models.enums import EntryStatus
from cms.directory.standing import Interval, intervals_from
from portal.common import clock
from search.documents import ALWAYS, FOREVER, Document, Kind, Source, register_kind, register_source

INSTITUTION, PRACTITIONER = "institution", "practitioner"
SHARED_FACETS: dict[str, Any] = {
    "entry_kind": _("类别"),
    "district": _("所在区"),
    "field": _("业务领域"),
    "standing": _("执业状态"),
}


def public_keys(model: type[Entry]) -> Iterator[str]:
    """The source keys of all public entries."""
    found = model._default_manager.public_on(clock.today()).order_by("pk").values_list("slug", flat=True)
    return (f"{model._meta.model_name}:{slug}" for slug in found.iterator())


def documents(model: type[Entry], keys: Sequence[str]) -> Iterator[Document]:
    """Make the documents of the given sources: a handful of queries, however many they are."""
    today = clock.today()
    slugs = [key.partition(":")[2] for key in keys]
    found = model._default_manager.filter(slug__in=slugs, status=EntryStatus.LISTED).order_by("pk")
    if model is Practitioner:
        found = found.prefetch_related(current_affiliations(today))
    entries = list(found)
    facts = facts_of(model, [entry.pk for entry in entries])
    names = dict(Topic.objects.values_list("code", "name"))
    for entry in entries:
        for interval in intervals_from(today, facts.get(entry.pk, ()), entry.ceased_on):
            if interval.standing is not None:
                yield entry_document(entry, interval, names)


def entry_document(entry: Entry, interval: Interval, topic_names: dict[str, str]) -> Document:
    """One entry in one stretch of days with the same standing."""
    assert interval.standing is not None
    kind = str(entry._meta.model_name)
    source = entry.search_key
    kind_label = str(entry.get_kind_display())
    codes = entry.topic_codes.split()
    fields = [*(topic_names.get(code, "") for code in codes), entry.other_fields]
    place, district, details = _where(entry)
    standing = interval.standing
    facets = [f"entry_kind:{entry.kind}", f"standing:{standing.code}"]
    facets += [f"district:{district}"] if district else []
    facets += [f"field:{code}" for code in codes]
    return Document(
        key=f"{source}:{interval.begin.isoformat()}" if interval.begin else source,
        kind=kind,
        source=source,
        title=entry.name,
        url=entry.get_absolute_url(),
        text="\n".join(word for word in (kind_label, *fields, *details, entry.languages) if word),
        context=" ".join(word for word in (place, district, str(standing.code.label)) if word),
        aliases="\n".join(dict.fromkeys(word for word in _other_names(entry) if word)),
        valid_from=interval.begin or ALWAYS,
        valid_to=interval.end or FOREVER,
        facets=tuple(facets),
        extra={
            "kind": kind_label,
            "district": district,
            "institution": place,
            "licence_number": entry.licence_number,
            "standing": str(standing.code.label),
            "standing_until": _iso(standing.until),
        },
    )


def _where(entry: Entry) -> tuple[str, str, list[str]]:
    """The institution's name, the district, and what else is searched."""
    if isinstance(entry, Institution):
        return "", entry.district, [entry.registered_address]
    affiliations = getattr(entry, "current_affiliations", [])
    biography = entry.biography if isinstance(entry, Practitioner) else ""
    if not affiliations:
        return "", "", [biography]
    institution = affiliations[0].institution
    others = [affiliation.institution.name for affiliation in affiliations[1:]]
    return institution.name, institution.district, [*others, biography]


def _other_names(entry: Entry) -> list[str]:
    """What else people type to mean exactly this entry; a line each."""
    names = [entry.licence_number or "", entry.initials, entry.pinyin.replace(" ", ""), entry.pinyin]
    if isinstance(entry, Institution):
        names += [entry.short_initials, entry.unified_social_credit_code or "", *entry.former_name_list]
    return names


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _register(model: type[Entry], label: Any, template: str, position: int) -> None:
    name = str(model._meta.model_name)
    register_kind(Kind(name, label, template, SHARED_FACETS, position=position))
    register_source(Source(name, lambda: public_keys(model), lambda keys: documents(model, keys)))


_register(Institution, _("法律服务机构"), "search/results/institution.html", 80)
_register(Practitioner, _("法律服务人员"), "search/results/practitioner.html", 90)
