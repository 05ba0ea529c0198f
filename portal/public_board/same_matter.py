"""A group's matter is answered once for all its askers: who works on a publication sees that another case of the matter is public
already, or which of them stands for all (article 29)."""

from __future__ import annotations

from dataclasses import dataclass

from portal.group_matters.services.representing import representative
from portal.public_board.models import LIVE_STATES, Publication, PublicationState


@dataclass(frozen=True, slots=True)
class Alike:
    """Another case of the same matter: its number, its publication where there is one, and whether it stands for all."""

    number: str
    publication: Publication | None
    stands_for_all: bool

    @property
    def is_public(self) -> bool:
        """Whether the public reads it already."""
        return self.publication is not None and self.publication.state == PublicationState.PUBLIC


def of_same_matter(publication: Publication) -> list[Alike]:
    """The others that are public or under way, and the one that stands for all; the public ones first."""
    case = publication.consultation
    if case.matter is None:
        return []
    first = representative(case.matter)
    rows = Publication.objects.filter(consultation__matter=case.matter, state__in=LIVE_STATES)
    others = rows.exclude(consultation=case).select_related("consultation").order_by("-published_at", "pk")
    found = [Alike(row.consultation.written_number, row, row.consultation == first) for row in others]
    if first is not None and first != case and not any(one.stands_for_all for one in found):
        found.append(Alike(first.written_number, None, True))
    return sorted(found, key=lambda one: not one.is_public)
