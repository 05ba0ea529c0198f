"""What a person does with collected stories. Each act is whole or not at all, and of two people one is told that the other
was first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cms.collecting.models import CollectedItem
from cms.collecting.policies import DECIDE_ITEMS, demand
from cms.collecting.states import TRANSITIONS, Act, acts_in
from cms.collecting.taking import Story, draft_page
from portal.common import clock


def take(item: CollectedItem, *, by: Any) -> CollectedItem:
    """采用: make a draft with the original facts. Nothing becomes public by it: the page goes through review like any other.

    Raises PermissionDenied and ValidationError (also the taker's).
    """
    with transaction.atomic():
        item = _begin(item, Act.TAKE, by)
        item.page_id = draft_page(story_of(item), by=by)
        return _end(item, Act.TAKE, by)


def reject(item: CollectedItem, reason: str, *, by: Any) -> CollectedItem:
    """不采用, with a reason. Raises PermissionDenied and ValidationError."""
    if not reason.strip():
        raise ValidationError({"reason": _("请写明不采用的理由。")})
    with transaction.atomic():
        item = _begin(item, Act.REJECT, by)
        item.reason = reason.strip()[:300]
        return _end(item, Act.REJECT, by)


def reject_all(items: Iterable[int], reason: str, *, by: Any) -> int:
    """不采用 for many at once: all that wait of these keys; those decided meanwhile are left. Gives how many were rejected."""
    demand(by, DECIDE_ITEMS)
    if not reason.strip():
        raise ValidationError({"reason": _("请写明不采用的理由。")})
    transition = TRANSITIONS[Act.REJECT]
    waiting = CollectedItem.objects.filter(pk__in=list(items), state__in=transition.begins)
    return waiting.update(state=transition.leads_to, reason=reason.strip()[:300], decided_by=by, decided_at=clock.now())


def mark_duplicate(item: CollectedItem, of: CollectedItem | None = None, *, by: Any) -> CollectedItem:
    """标为重复, of another story where one is named. Raises PermissionDenied and ValidationError."""
    with transaction.atomic():
        item = _begin(item, Act.MARK_DUPLICATE, by)
        if of is not None:
            if of.pk == item.pk:
                raise ValidationError(_("一条新闻不能是自己的重复。"))
            item.resembles = of
        return _end(item, Act.MARK_DUPLICATE, by)


def reopen(item: CollectedItem, *, by: Any) -> CollectedItem:
    """Let a story wait again. Raises PermissionDenied and ValidationError."""
    with transaction.atomic():
        item = _begin(item, Act.REOPEN, by)
        item.reason = ""
        return _end(item, Act.REOPEN, by)


def note_seen(item: CollectedItem, *, by: Any) -> CollectedItem:
    """已处理: what the source changed since was looked at, and the page corrected where it has to be. Raises PermissionDenied
    and ValidationError."""
    with transaction.atomic():
        item = _begin(item, Act.SEEN, by)
        item.changed_at = None
        item.save(update_fields=["changed_at"])
    return item


def story_of(item: CollectedItem) -> Story:
    """The facts a page shows."""
    return Story(
        title=item.title,
        text=item.text,
        source=item.told_source or item.source.shown_name,
        author=item.author,
        editor=item.editor,
        address=item.address,
        published_at=item.published_at,
    )


def _begin(item: CollectedItem, act: Act, by: Any) -> CollectedItem:
    demand(by, DECIDE_ITEMS)
    item = CollectedItem.objects.select_for_update(of=("self",)).select_related("source").get(pk=item.pk)
    if act not in acts_in(item.state, has_page=item.has_page, has_changed=item.changed_at is not None):
        raise ValidationError(
            _("“%(title)s”已经由别人处理：%(state)s。") % {"title": item.title, "state": item.get_state_display()}
        )
    return item


def _end(item: CollectedItem, act: Act, by: Any) -> CollectedItem:
    item.state = TRANSITIONS[act].leads_to
    item.decided_by, item.decided_at = by, clock.now()
    item.save()
    return item
