"""Pages with good and bad words, and what the browser posts of them."""

from __future__ import annotations

import json
from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision

from cms.core.models import StandardPage
from cms.wording.page_check import check_page
from portal.accounts.models import User
from tests.wording.builders import DOUBTFUL, PROMISE, draft_page

CLEAN = "示范的正文。"


BAD = f"我们{PROMISE}。"


ASKING = f"这里有{DOUBTFUL}。"


REASON = "引用判决原文"


def edit(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def form(body: str, title: str = "示范页面", **more: str) -> dict[str, str]:
    """What the browser posts; the rich text as Draftail sends it."""
    block = {"key": "a", "text": body, "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": []}
    values = {
        "title": title,
        "slug": "shifan-yemian",
        "body": json.dumps({"blocks": [block], "entityMap": {}}),
        "seo_title": "",
        "search_description": "",
        "go_live_at": "",
        "expire_at": "",
    }
    return {**values, "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", **more}


def is_live(page: Page) -> bool:
    return Page.objects.get(pk=page.pk).live


def shown(client: Client, page: Page) -> str:
    return client.get(edit(page)).content.decode()


def digests(page: Page, *, blocks: bool) -> str:
    draft = Page.objects.get(pk=page.pk).get_latest_revision_as_object()
    return " ".join(row.digest for row in check_page(draft) if row.blocks is blocks)


def submitted(page: Page, user: User) -> None:
    page.get_workflow().start(page, user)


def approve_address(page: Page) -> str:
    state = Page.objects.get(pk=page.pk).current_workflow_state.current_task_state
    return reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])


def scheduled(body: str) -> StandardPage:
    """A page whose time has come, put on the timer when its words were still allowed."""
    page = draft_page(body)
    page.go_live_at = timezone.now() + timedelta(hours=1)
    revision = page.save_revision()
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=timezone.now() - timedelta(minutes=1))
    content = revision.content
    content["go_live_at"] = (timezone.now() - timedelta(minutes=1)).isoformat()
    Revision.objects.filter(pk=revision.pk).update(content=content)
    return page
