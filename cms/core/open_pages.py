"""Pages that everybody may read: what lists, feeds, search and sitemap start from."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import CharField, Exists, ExpressionWrapper, F, Model, OuterRef, Q, QuerySet, Subquery
from wagtail.models import Page, PageViewRestriction

SomePage = TypeVar("SomePage", bound=Model)


def open_to_all(pages: QuerySet[SomePage]) -> QuerySet[SomePage]:
    """Leave out the pages that ask for a password or a sign-in, themselves or a page above them.

    Wagtail's own ``public()`` asks for all restrictions first, each time it is written; this is part of the one query. The
    path of a restriction is looked up and not joined: a planner that began the join with all pages would read every one
    of them for each page of a list.

    An alias is shut with the page it repeats: it shows the same words.
    """
    repeated = Page.objects.filter(pk=OuterRef(OuterRef("alias_of_id"))).values("path")[:1]
    restricted = PageViewRestriction.objects.annotate(
        path_below=ExpressionWrapper(OuterRef("path"), CharField()),
        repeated_path=Subquery(repeated),
        restricted_path=Subquery(Page.objects.filter(pk=OuterRef("page_id")).values("path")[:1]),
    ).filter(Q(path_below__startswith=F("restricted_path")) | Q(repeated_path__startswith=F("restricted_path")))
    return pages.exclude(Exists(restricted))
