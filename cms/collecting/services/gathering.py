"""Asking a source for its stories: the network's part of collecting. Touches no table but to ask which addresses are known."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from cms.collecting.canonical import address_digest
from cms.collecting.fetching import Fetched, FetchProblem, Hosts, Rules, ask, fetch, only
from cms.collecting.models import CollectedItem, Source, Way
from cms.collecting.reading.feeds import read_feed
from cms.collecting.reading.found import Found, Unreadable
from cms.collecting.reading.pages import read_page
from cms.collecting.reading.sitemaps import read_sitemap

SITEMAPS_READ = 5
"""Further sitemaps of an index that are asked, the newest first."""
STORIES_LOOKED_AT = 500
PAGES_READ = 20
"""Pages opened in one run; the others in the next."""
SECONDS = 180
"""After which no further page is opened: less than the limit of a task."""
PAUSE = 1.0
"""Seconds between two pages of a host."""


@dataclass(slots=True)
class Gathered:
    """What a source gave."""

    stories: list[Found] = field(default_factory=list)
    is_unchanged: bool = False
    """The source says that nothing is new."""
    etag: str = ""
    modified: str = ""
    left: int = 0
    """New addresses that were not opened this time."""
    problems: list[dict[str, str]] = field(default_factory=list)
    """Pages that were not read, with the words why; they stop nothing."""


def gather(source: Source, *, rules: Rules, pause: Callable[[float], object] = time.sleep) -> Gathered:
    """Ask a source. Raises FetchProblem and Unreadable when the source itself could not be read."""
    ends = time.monotonic() + SECONDS
    hosts = only(ask(source.address, ports=rules.ports).host)
    answer = fetch(source.address, hosts=hosts, rules=rules, etag=source.etag, modified=source.modified)
    if answer.status == 304:
        return Gathered(is_unchanged=True, etag=source.etag, modified=source.modified)
    _demand_ok(answer)
    gathered = Gathered(etag=answer.header("etag")[:300], modified=answer.header("last-modified")[:100])
    if source.way == Way.SITEMAP:
        found = _from_sitemaps(answer, hosts, rules, gathered, pause)
    else:
        found = read_feed(answer.body, content_type=answer.header("content-type"), base=answer.url)
    wanted = _wanted(found, source.only_under)[:STORIES_LOOKED_AT]
    if source.way == Way.SITEMAP or source.reads_pages:
        wanted = _with_pages(wanted, hosts, rules, gathered, pause, ends)
    gathered.stories = wanted
    if gathered.left:  # the source must not say "nothing new" before all was read
        gathered.etag = gathered.modified = ""
    return gathered


def _demand_ok(answer: Fetched) -> None:
    if answer.status != 200:
        raise Unreadable(f"对方回答 {answer.status}")


def _from_sitemaps(
    answer: Fetched, hosts: Hosts, rules: Rules, gathered: Gathered, pause: Callable[[float], object]
) -> list[Found]:
    first = read_sitemap(answer.body, content_type=answer.header("content-type"))
    found = list(first.stories)
    for address in first.further[:SITEMAPS_READ]:
        pause(PAUSE)
        try:
            further = fetch(address, hosts=hosts, rules=rules)
            _demand_ok(further)
            found += read_sitemap(further.body, content_type=further.header("content-type")).stories
        except (FetchProblem, Unreadable) as problem:
            gathered.problems.append(_problem(address, problem))
    return found


def _wanted(found: list[Found], only_under: str) -> list[Found]:
    """Stories under the prefix, each address once; what is no address is left out."""
    wanted: dict[str, Found] = {}
    for story in found:
        try:
            digest = address_digest(story.address)
        except FetchProblem:
            continue
        start = urlsplit(story.address).path if only_under.startswith("/") else story.address
        if not only_under or start.startswith(only_under):
            wanted.setdefault(digest, story)
    return list(wanted.values())


def _with_pages(
    stories: list[Found],
    hosts: Hosts,
    rules: Rules,
    gathered: Gathered,
    pause: Callable[[float], object],
    ends: float,
) -> list[Found]:
    """Complete new stories from their pages; one whose page is elsewhere or cannot be read stays as it is told, if it has a
    title at all."""
    known = _known(stories)
    complete: list[Found] = []
    opened = 0
    for story in stories:
        if address_digest(story.address) in known or not _is_at(story.address, hosts, rules):
            complete.append(story)
            continue
        if opened >= PAGES_READ or time.monotonic() > ends:
            gathered.left += 1
            continue
        opened += 1
        pause(PAUSE)
        try:
            complete.append(_completed(story, hosts, rules))
        except (FetchProblem, Unreadable, RecursionError) as problem:
            gathered.problems.append(_problem(story.address, problem))
            complete.append(story)
    return [story for story in complete if story.title]


def _completed(story: Found, hosts: Hosts, rules: Rules) -> Found:
    answer = fetch(story.address, hosts=hosts, rules=rules)
    _demand_ok(answer)
    page = read_page(answer.body, address=story.address, content_type=answer.header("content-type"))
    longer = page.text if len(page.text) > len(story.text) else story.text
    return replace(
        story,
        title=story.title or page.title,
        author=story.author or page.author,
        editor=page.editor or story.editor,
        source=story.source or page.source,
        published_at=page.published_at or story.published_at,
        text=longer,
    )


def _known(stories: list[Found]) -> set[str]:
    digests = [address_digest(story.address) for story in stories]
    return set(CollectedItem.objects.filter(address_digest__in=digests).values_list("address_digest", flat=True))


def _is_at(address: str, hosts: Hosts, rules: Rules) -> bool:
    try:
        return hosts.allows(ask(address, ports=rules.ports).host)
    except FetchProblem:
        return False


def _problem(address: str, problem: Exception) -> dict[str, str]:
    words = problem.words if isinstance(problem, FetchProblem) else str(problem)
    return {"address": address[:300], "words": words[:200]}
