"""Whether what a page links to is still there: asking, and what to make of the answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from cms.collecting.fetching import ANY_PUBLIC_HOST, FetchProblem, Rules, fetch
from cms.collecting.models.enums import LinkState

WEEK = timedelta(days=7)
APART = timedelta(days=6)
"""A link is broken when it failed twice so far apart: a server that is away for a night is not."""
RULES = Rules(seconds=15, sent_bytes=0)
_NO_ROBOTS = frozenset({401, 403, 407, 429, 451})
"""The server is there and will not talk to a program: a person has to look."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of asking once."""

    is_alive: bool
    words: str = ""


def ask_for(url: str, *, rules: Rules = RULES) -> Verdict:
    """Ask whether an address answers: its head alone, and where that is not answered well the page, of which nothing is
    read. Never raises for what the other side does."""
    problem = status = None
    for method in ("HEAD", "GET"):
        try:
            status = fetch(url, hosts=ANY_PUBLIC_HOST, rules=rules, method=method, with_body=False).status
            problem = None
        except FetchProblem as error:
            problem, status = error, None
        if status is not None and status < 400:
            return Verdict(True)
    if problem is not None:
        return Verdict(False, problem.words)
    assert status is not None
    if status in _NO_ROBOTS:
        return Verdict(True, _("对方不接受程序访问（%(status)s），请人工打开看看") % {"status": status})
    return Verdict(False, _("对方回答 %(status)s") % {"status": status})


def following(state: str, since: datetime | None, *, is_alive: bool, moment: datetime) -> tuple[LinkState, datetime]:
    """The state after an answer, and since when it is so. Of a broken link it is the first failure."""
    if is_alive:
        begins = since if state == LinkState.ALIVE and since is not None else moment
        return LinkState.ALIVE, begins
    if state in (LinkState.FAILING, LinkState.BROKEN) and since is not None:
        is_broken = state == LinkState.BROKEN or moment - since >= APART
        return (LinkState.BROKEN if is_broken else LinkState.FAILING), since
    return LinkState.FAILING, moment
