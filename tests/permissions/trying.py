"""One cell: a request in its own savepoint, taken back afterwards, with an eye on what it wrote."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from tests.permissions.declaring import Address
from tests.permissions.outcomes import Outcome, outcome_of
from tests.permissions.world import World

_WRITING = re.compile(r"\s*(?:INSERT(?: OR IGNORE)? INTO|UPDATE|DELETE FROM)\s+[\"`]?(\w+)", re.IGNORECASE)
# What any request may leave behind: a session, a line in the audit log, what throttling counts.
_INCIDENTAL = re.compile(r"django_session|common_auditentry|common_outbox\w+|axes_\w+|accounts_authenticator")


def attempt(world: World, address: Address, method: str, actor: str) -> tuple[Outcome, set[str], int]:
    """Send the request; give its outcome, the tables it changed and its status."""
    browser = world.browsers[actor]
    filled = address.filled(lambda name: world.get(name, actor))
    target = address.address(lambda name: world.get(name, actor))
    data = {name: value.format(**filled) for name, value in address.data.items()}
    if method not in ("GET", "POST") and address.who(method) is None:
        # Ends before anything that knows a database; were it otherwise, the outcome would tell.
        refused = browser.generic(method, target, "{}", content_type="application/json")
        return outcome_of(refused), set(), refused.status_code
    cookies = browser.cookies.copy()
    wrote: set[str] = set()
    with transaction.atomic():
        with _watching(wrote):
            if method == "GET":
                response = browser.get(target)
            elif method == "POST" and "/api/" not in target:
                response = browser.post(target, data)
            else:
                response = browser.generic(method, target, json.dumps(data), content_type="application/json")
        outcome = outcome_of(response)
        transaction.set_rollback(True)
    browser.cookies = cookies
    return outcome, wrote, response.status_code


@contextmanager
def _watching(wrote: set[str]) -> Iterator[None]:
    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        result = execute(sql, params, many, context)
        match = _WRITING.match(sql)
        if match and not _INCIDENTAL.fullmatch(match[1]) and context["cursor"].rowcount != 0:
            wrote.add(match[1])
        return result

    with connection.execute_wrapper(watch):
        yield
