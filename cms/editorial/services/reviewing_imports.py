"""What becomes of the drafts an import made: submitted for review or published, many at once, each as a person's own act.

Every page is asked for on its own (may this person, is it still to be done, may its words go out); what is not done is told with
the reason, and the rest is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cms.editorial.base import EditorialPage
from cms.editorial.import_runs import EditorialImport
from cms.editorial.services.announcing import indexed_later
from cms.editorial.services.indexing import wake_index

MOST = 100
"""Of one click."""


@dataclass(slots=True)
class Done:
    """What came of it: the titles that were done, and of the others why not."""

    titles: list[str] = field(default_factory=list)
    refused: list[tuple[EditorialPage, str]] = field(default_factory=list)


def submit_pages(run: EditorialImport, keys: Iterable[int], *, by: Any) -> Done:
    """Submit drafts of an import for review."""

    def submit(page: EditorialPage) -> str:
        if not page.permissions_for_user(by).can_submit_for_moderation():
            return _("没有提交审核的权限，或者已经在审核。")
        workflow = page.get_workflow()
        if workflow is None:
            return _("这个栏目没有设置审核流程。")
        workflow.start(page, by)
        return ""

    return _each(run, keys, submit)


def publish_pages(run: EditorialImport, keys: Iterable[int], *, by: Any) -> Done:
    """Publish drafts of an import; whoever does it is their reviewer."""

    def publish(page: EditorialPage) -> str:
        if not page.permissions_for_user(by).can_publish():
            return _("没有发布的权限。")
        if page.locked:
            return _("页面已被锁定。")
        revision = page.get_latest_revision()
        if page.live and not page.has_unpublished_changes:
            return _("已经发布。")
        revision.publish(user=by)
        return ""

    return _each(run, keys, publish)


def _each(run: EditorialImport, keys: Iterable[int], act: Callable[[EditorialPage], str]) -> Done:
    done = Done()
    wanted = sorted(set(keys))[:MOST]
    with indexed_later():
        for page in EditorialPage.objects.filter(pk__in=wanted, imports__run=run).distinct().specific().order_by("pk"):
            try:
                with transaction.atomic():
                    problem = act(page)
            except ValidationError as error:
                problem = "；".join(error.messages)
            if problem:
                done.refused.append((page, problem))
            else:
                done.titles.append(page.draft_title)
    if done.titles:
        wake_index()
    return done
