"""What follows from publishing an editorial page: who reviewed it and until when, its citations, what may find it."""

from __future__ import annotations

import calendar
from datetime import date
from typing import Any

from wagtail.models import Page, Revision

from cms.editorial.base import EditorialPage
from cms.laws.services.citing import replace_citations
from portal.common import clock


def months_later(day: date, months: int) -> date:
    """The same day some months on; the last of the month where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def stamp_review(page: EditorialPage, revision: Revision, user: Any) -> None:
    """Write into a revision that is about to be published who approved it, when, and when it is read again.

    A person's approval counts as a review; a command's (an import, the timer) leaves what the content says.
    """
    if user is None:
        return
    today = clock.today()
    content = dict(revision.content)
    content["reviewer_name"] = str(getattr(user, "display_name", "") or user.get_username())
    content["last_reviewed_on"] = today.isoformat()
    due = content.get("review_due_on")
    if not due or str(due) <= today.isoformat():  # a date until it has been through the database
        content["review_due_on"] = months_later(today, page.review_months).isoformat()
    revision.content = content
    revision.save(update_fields=["content"])


def derive_published(pk: int) -> None:
    """Make what follows from a page that has just been published; nothing if its time is still to come."""
    page = Page.objects.get(pk=pk).specific
    if page.live:
        replace_citations(page, page.cited_places)


def derive_withdrawn(page: EditorialPage) -> None:
    """Take away what followed from a page that is shown no more."""
    replace_citations(page, ())
