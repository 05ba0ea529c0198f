"""What has to follow when something becomes public or is taken off: search through the outbox, the page cache by generation."""

from __future__ import annotations

from cms.laws.services.citing import replace_citations
from portal.common.generation import raise_generation
from portal.public_board.catalogue import case_of, public_publications
from portal.public_board.deriving import review_what_came_of
from portal.public_board.models import Publication
from portal.public_board.shown_page import places_of
from search.indexing import announce

SOURCE = "consultation"
"""What the keys of the search sources of public consultations begin with."""


def search_key(code: str) -> str:
    """The source of one publication: by its public code, never by anything of the case."""
    return f"{SOURCE}:{code}"


def changed(publication: Publication) -> None:
    """Owe the indexes this publication, and make every page kept from before a page of the past; inside the transaction
    that publishes or withdraws, after the rows say so. What is not public any more is found no more: the index reads the row
    again; law pages name as citing an article what is public, and nothing else; a Q&A page made of it goes to review."""
    announce([search_key(publication.code)])
    row = public_publications().filter(pk=publication.pk).first()
    replace_citations(publication, places_of(case_of(row).page) if row is not None else ())
    if row is None:
        review_what_came_of(publication)
    raise_generation()
