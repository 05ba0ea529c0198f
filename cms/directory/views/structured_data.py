"""Entries for programs, in schema.org's words: what their pages show of them. Of records and of the standing that follows
from them nothing is told: whoever copies these blocks keeps them longer than a record may be shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cms.core.structured_data import absolute, thing
from cms.directory.models import Institution, Practitioner
from cms.directory.models.enums import InstitutionKind
from cms.directory.photos import Photo
from cms.directory.views.presenting import web_address

_TYPES = {InstitutionKind.NOTARY_OFFICE: "Notary", InstitutionKind.JUSTICE_OFFICE: "GovernmentOffice"}


def legal_service(institution: Institution) -> dict[str, Any]:
    """Describe an institution."""
    place = [institution.district, institution.registered_address]
    address = thing("PostalAddress", addressLocality=place[0], streetAddress=place[1], addressCountry="CN")
    return thing(
        _TYPES.get(InstitutionKind(institution.kind), "LegalService"),
        name=institution.name,
        alternateName=institution.former_name_list,
        url=absolute(institution.get_absolute_url()),
        identifier=[institution.licence_number or "", institution.unified_social_credit_code or ""],
        foundingDate=institution.founded_on,
        address=address if any(place) else None,
        telephone=institution.telephone,
        sameAs=web_address(institution.website),
        hasMap=web_address(institution.map_url),
        knowsLanguage=institution.language_list,
    )


def person(practitioner: Practitioner, institutions: Iterable[Institution], photo: Photo | None) -> dict[str, Any]:
    """Describe a practitioner: name, calling, where they work, their photo."""
    works_at = [thing("LegalService", name=one.name, url=absolute(one.get_absolute_url())) for one in institutions]
    return thing(
        "Person",
        name=practitioner.name,
        url=absolute(practitioner.get_absolute_url()),
        jobTitle=practitioner.get_kind_display(),
        worksFor=works_at,
        image=absolute(photo.url) if photo else None,
    )
