"""Pages whose words are checked before they go out, whatever the door.

    class NewsArticle(WordingCheckedMixin, Page): …

- The form asks first: nothing is stored as published, everything typed is kept (``cms.wording.admin.forms``).
- ``publish`` is what the publish button, the end of a workflow, the bulk action and the timer lead through. A block holds
  everybody back. A warning is a question to a person and holds back only where one publishes.
- ``save`` is the last door: whatever makes a page live (a program, a copy) is held back by a block.

A page type with a form class of its own derives it from ``WordingCheckedForm``; a system check says so.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from wagtail.models import Page, Revision
from wagtail.utils.decorators import cached_classmethod

from cms.wording.admin.forms import WordingCheckedForm
from cms.wording.admin.panel import WordingPanel
from cms.wording.page_check import PageFinding, WordingRefused, check_page
from cms.wording.services.clearing import clear
from cms.wording.services.holding import hold
from portal.common.mixins import Beside

SCHEDULED = "wagtail.publish.scheduled"


class WordingCheckedMixin(Beside):
    """Mixed in before ``Page``."""

    base_form_class = WordingCheckedForm
    pending_clearances: tuple[tuple[tuple[PageFinding, ...], Any, str], ...] = ()
    """What the form of a page that has no key yet has cleared: findings, by whom, why."""

    @cached_classmethod
    def get_edit_handler(cls) -> Any:
        """Put the findings above the first tab's fields."""
        handler = super().get_edit_handler()
        first = handler.children[0] if getattr(handler, "children", None) else handler
        target = first if hasattr(first, "children") else handler
        target.children.insert(0, WordingPanel().bind_to_model(cls))
        return handler

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Save; what makes the page live is checked for blocks. Raises WordingRefused."""
        if self._goes_live(kwargs.get("update_fields")):
            settled = {row.digest for findings, _user, _reason in self.pending_clearances for row in findings}
            refuse(self, [row for row in check_page(self) if row.blocks and row.digest not in settled])
        with transaction.atomic():
            saved = super().save(*args, **kwargs)
            for findings, user, reason in self.pending_clearances:
                clear(self, findings, user=user, reason=reason)
            self.pending_clearances = ()
        return saved

    def publish(self, revision: Revision, user: Any = None, *args: Any, **kwargs: Any) -> Any:
        """Publish a revision, or schedule it. Raises WordingRefused; the timer, which nobody watches, holds the page back
        instead and leaves word for the editors."""
        findings = check_page(revision.as_object())
        kept_back = [row for row in findings if row.is_open and (row.blocks or user is not None)]
        if kept_back and kwargs.get("log_action") == SCHEDULED:
            return hold(self, revision, kept_back)
        refuse(self, kept_back)
        return super().publish(revision, user, *args, **kwargs)

    def _goes_live(self, update_fields: Any) -> bool:
        if not self.live or self.alias_of_id or (update_fields is not None and "live" not in update_fields):
            return False
        if self._state.adding:
            return True
        before = Page.objects.filter(pk=self.pk).values_list("live", "live_revision_id").first()
        return before != (True, self.live_revision_id)


def refuse(page: Any, findings: list[PageFinding]) -> None:
    """Raise WordingRefused if there is anything that nobody has cleared."""
    unsettled = [row for row in findings if row.is_open]
    if unsettled:
        raise WordingRefused(page, unsettled)
