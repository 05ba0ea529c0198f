"""News as article 15 asks: drafted from what was collected, corrected in the open, withdrawn with a reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Revision

from cms.collecting.taking import Story
from cms.editorial.news_article import NewsArticle, NewsArticleIndex
from cms.editorial.news_records import NewsCorrection, NewsWithdrawal
from portal.common import clock

CORRECTED, WITHDRAWN = "editorial.correct", "editorial.withdraw"
"""Actions in the page's history."""
LONGEST_REASON = 300
_KEY = re.compile(r' data-block-key="[^"]*"')


# -- collected → draft --------------------------------------------------------------------------------------------------
def draft_from_story(story: Story, *, by: Any) -> int:
    """Make a draft under ``/news/`` with the original facts filled in; gives its key. Nothing becomes public.

    Raises PermissionDenied for who may not write there, ValidationError where the section or the text is missing.
    """
    index = NewsArticleIndex.objects.first()
    if index is None:
        raise ValidationError(_("网站还没有“法治新闻”栏目，请告诉系统管理员。"))
    if not index.permissions_for_user(by).can_add_subpage():
        raise PermissionDenied
    paragraphs = [line for line in story.text.split("\n") if line.strip()]
    page = NewsArticle(
        title=story.title[:255],
        # A source that gave no text leaves none: the editor's form asks for it before anything is published.
        body=[("prose", "".join(f"<p>{escape(line)}</p>" for line in paragraphs))] if paragraphs else [],
        original_title=story.title[:300],
        original_author=story.author[:120],
        original_editor=story.editor[:120],
        original_published_on=story.published_at.astimezone(clock.SHANGHAI).date() if story.published_at else None,
        source_name=story.source[:200],
        source_url=story.address if len(story.address) <= 500 else "",
        owner=by,
        live=False,
        has_unpublished_changes=True,
    )
    with transaction.atomic():
        index.add_child(instance=page)
        page.save_revision(user=by, log_action=True, clean=False)
    return page.pk


def original_addresses() -> Iterator[tuple[str, int]]:
    """Where the pieces of news there are came from, with their keys: what was copied by hand is not collected again."""
    rows = NewsArticle.objects.exclude(source_url="").order_by().values_list("source_url", "pk")
    return rows.iterator(chunk_size=2000)


# -- corrections ------------------------------------------------------------------------------------------------------
def changes_of(before: NewsArticle | None, after: NewsArticle) -> list[str]:
    """What a reader who saw ``before`` finds changed, as sentences; empty where nothing was ever public or nothing of what
    is read (title, text) differs."""
    if before is None or before.first_published_at is None:
        return []
    changes = []
    if before.title != after.title:
        changes.append(_("标题由“%(before)s”改为“%(after)s”。") % {"before": before.title, "after": after.title})
    if _blocks(before) != _blocks(after):
        changes.append(_("正文有改动。"))
    return changes


def public_state(page: NewsArticle) -> NewsArticle | None:
    """The piece of news as readers have it (or had it last), whatever the object in hand holds."""
    return NewsArticle.objects.filter(pk=page.pk).first() if page.pk else None


def correct_openly(page: NewsArticle, before: NewsArticle | None, revision: Revision, user: Any) -> None:
    """After a revision was published: write the open note. In the editor's words; where a door asked for none (a command, an
    import), in ours, so that no change is ever silent. In the transaction that publishes."""
    after = NewsArticle.objects.filter(pk=page.pk, live=True, live_revision_id=revision.pk).first()
    if after is None:  # scheduled, or held back
        return
    NewsWithdrawal.objects.filter(page_id=after.pk).delete()
    NewsWithdrawal.objects.filter(slug=after.slug).delete()
    changes = changes_of(before, after)
    words = after.correction_note.strip()
    if before is not None and before.first_published_at is not None and (changes or words):
        words = words or "".join(changes)
        NewsCorrection.objects.create(
            page=after, corrected_at=clock.now(), words=words[:500], by=user if user and user.pk else None
        )
        log(after, CORRECTED, user=user, revision=revision, data={"words": words})
    if after.correction_note:
        NewsArticle.objects.filter(pk=after.pk).update(correction_note="")
        revision.content = {**revision.content, "correction_note": ""}
        revision.save(update_fields=["content"])
        page.correction_note = ""


def is_for_later(revision: Revision) -> bool:
    """Whether publishing this revision now only schedules it."""
    moment = parse_datetime(str(revision.content.get("go_live_at") or ""))
    return moment is not None and moment > clock.now()


# -- withdrawal -------------------------------------------------------------------------------------------------------
def withdraw(page: NewsArticle, reason: str, *, by: Any) -> NewsWithdrawal:
    """Take a piece of news away; its address says when and why. Raises PermissionDenied and ValidationError."""
    reason = " ".join(reason.split())
    if not page.permissions_for_user(by).can_unpublish():
        raise PermissionDenied
    if not reason:
        raise ValidationError({"reason": _("请写明撤下的理由，读者会看到。")})
    if len(reason) > LONGEST_REASON:
        raise ValidationError({"reason": _("理由不超过 %(most)d 字。") % {"most": LONGEST_REASON}})
    with transaction.atomic():
        locked = NewsArticle.objects.select_for_update(of=("self",)).get(pk=page.pk)
        if not locked.live:
            raise ValidationError(_("这条新闻没有公开，不需要撤下。"))
        withdrawal = _keep(locked, reason, by)
        locked.unpublish(user=by)
        log(locked, WITHDRAWN, user=by, data={"reason": reason})
    return withdrawal


def keep_withdrawn(page: NewsArticle) -> None:
    """A piece of news was unpublished by whatever door: its address says so, with the reason that is known."""
    reason = _("发布期限已到。") if page.expired else _("编辑撤下，没有写明理由。")
    if not NewsWithdrawal.objects.filter(page_id=page.pk).exists():
        _keep(page, reason, None)


def withdrawn_at_address(slug: str) -> NewsWithdrawal | None:
    """Why the address of a piece of news shows nothing; None where there never was any."""
    return NewsWithdrawal.objects.filter(slug=slug).first()


def _keep(page: NewsArticle, reason: str, by: Any) -> NewsWithdrawal:
    withdrawal, _created = NewsWithdrawal.objects.update_or_create(
        slug=page.slug,
        defaults={"page": page, "title": page.title, "withdrawn_at": clock.now(), "reason": reason, "by": by},
    )
    return withdrawal


def _blocks(page: NewsArticle) -> Any:
    return _bare(page.body.get_prep_value())


def _bare(value: Any) -> Any:
    """A text without the marks by which the editor's form knows its blocks and paragraphs again."""
    if isinstance(value, dict):
        return {name: _bare(one) for name, one in value.items() if name != "id"}
    if isinstance(value, list | tuple):
        return [_bare(one) for one in value]
    return _KEY.sub("", value).strip() if isinstance(value, str) else value
