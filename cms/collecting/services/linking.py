"""Keeping the list of outward links, and going through it."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from wagtail.models import Page, Site

from cms.collecting.fetching import Rules
from cms.collecting.link_checking import RULES, WEEK, ask_for, following
from cms.collecting.models import CheckedLink
from cms.collecting.outward_links import outward_links
from portal.common import clock

LINKS_A_RUN = 150
LINKS_A_HOST = 20
"""Of one host in a run: we are guests there."""
PAUSE = 1.0
SECONDS = 180
CLAIM = timedelta(hours=1)


def follow_page(page: Page) -> int:
    """Make the list hold exactly what a page links to now; gives how many links it has. A page that is not public has
    none."""
    links = outward_links(page, own_hosts=_own_hosts()) if page.live else []
    wanted = {url_digest(url): url for url in links}
    moment = clock.now()
    with transaction.atomic():
        kept = set(CheckedLink.objects.filter(page_id=page.pk).values_list("url_digest", flat=True))
        CheckedLink.objects.filter(page_id=page.pk).exclude(url_digest__in=list(wanted)).delete()
        fresh = [
            CheckedLink(page_id=page.pk, url=url, url_digest=digest, due_at=moment)
            for digest, url in wanted.items()
            if digest not in kept
        ]
        CheckedLink.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(wanted)


def follow_all() -> int:
    """Go through every public page; gives how many links there are. What was published past our doors is found here."""
    CheckedLink.objects.filter(page__live=False).delete()
    pages = Page.objects.live().order_by("pk").specific()
    return sum(follow_page(page) for page in pages.iterator(chunk_size=100))


def check_due(*, rules: Rules = RULES, pause: Callable[[float], object] = time.sleep) -> int:
    """Ask for the links that are due, one address once however many pages link to it; gives how many were asked.

    Two at once do no harm: an address is claimed before it is asked for.
    """
    ends = time.monotonic() + SECONDS
    moment = clock.now()
    due = CheckedLink.objects.filter(due_at__lte=moment).order_by("due_at", "pk")
    asked: Counter[str] = Counter()
    for digest, url in dict(due.values_list("url_digest", "url")[: LINKS_A_RUN * 4]).items():
        host = urlsplit(url).hostname or ""
        if asked.total() >= LINKS_A_RUN or time.monotonic() > ends:
            break
        if asked[host] >= LINKS_A_HOST or not _claim(digest):
            continue
        if asked[host]:
            pause(PAUSE)
        asked[host] += 1
        _check(digest, url, rules)
    return asked.total()


def url_digest(url: str) -> str:
    """SHA-256 of an address as it is written."""
    return hashlib.sha256(url.encode()).hexdigest()


def _claim(digest: str) -> bool:
    moment = clock.now()
    return bool(CheckedLink.objects.filter(url_digest=digest, due_at__lte=moment).update(due_at=moment + CLAIM))


def _check(digest: str, url: str, rules: Rules) -> None:
    verdict = ask_for(url, rules=rules)
    moment = clock.now()
    with transaction.atomic():
        for link in CheckedLink.objects.select_for_update(of=("self",)).filter(url_digest=digest):
            link.state, link.since = following(link.state, link.since, is_alive=verdict.is_alive, moment=moment)
            link.checked_at, link.due_at, link.words = moment, moment + WEEK, verdict.words[:300]
            link.save(update_fields=["state", "since", "checked_at", "due_at", "words"])


def _own_hosts() -> set[str]:
    named: Any = Site.objects.values_list("hostname", flat=True)
    base = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname
    return {*named, *(host for host in settings.ALLOWED_HOSTS if host != "*"), *([base] if base else [])}
