"""Which parts of the portal answer just now. Every look is short: a health page that hangs tells nothing.

Only what a reader cannot do without makes the portal unready (the database, its migrations). A missing search engine,
broker or worker makes it degraded: pages go on, and taking the portal away from its readers would help nobody.
"""

from __future__ import annotations

import base64
import json
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import redis
from django.conf import settings
from django.db import Error as DatabaseProblem
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from redis.backoff import NoBackoff
from redis.retry import Retry

from portal.common.outbox.status import sink_statuses

LOOK_SECONDS = 1.0
OUTBOX_LATE_SECONDS = 10 * 60


@dataclass(frozen=True)
class Part:
    """One part: ``ok``; ``off`` (not set up here, and not needed); ``late``; or ``missing``. ``needed`` parts make the
    portal unready. ``detail`` is in plain words and names no address or secret."""

    name: str
    status: str
    detail: str = ""
    needed: bool = False


def look() -> tuple[str, list[Part]]:
    """Look at every part: ``ready``, ``degraded`` or ``unready``, and what each said."""
    parts = [database()]
    if parts[0].status == "ok":
        parts += [migrations(), outbox()]
    parts += [search("search_primary", settings.SEARCH_URL), search("search_fallback", settings.SEARCH_FALLBACK_URL)]
    parts.append(broker())
    if any(part.needed and part.status == "missing" for part in parts):
        return "unready", parts
    return ("degraded" if any(part.status in ("missing", "late") for part in parts) else "ready"), parts


def database() -> Part:
    """Whether the database answers a question."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseProblem as error:
        return Part("database", "missing", type(error).__name__, needed=True)
    return Part("database", "ok", connection.vendor, needed=True)


def unapplied_migrations() -> list[str]:
    """Migrations that the code has and the database has not."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


_migrated = False


def migrations() -> Part:
    """Whether the database has the shape that the code expects; once true it stays true while this process lives."""
    global _migrated
    if not _migrated:
        waiting = unapplied_migrations()
        if waiting:
            return Part("migrations", "missing", _("%d 个迁移未执行") % len(waiting), needed=True)
        _migrated = True
    return Part("migrations", "ok", needed=True)


def outbox() -> Part:
    """Whether side effects are keeping up: no sink without a handler, no row given up, nothing waiting too long."""
    statuses = sink_statuses()
    orphans = [status.name for status in statuses if not status.handled]
    if orphans:
        return Part("outbox", "missing", _("没有处理程序：%s") % "、".join(orphans))
    late = [status.name for status in statuses if status.oldest_seconds > OUTBOX_LATE_SECONDS or status.dead]
    if late:
        return Part("outbox", "late", _("积压或已放弃：%s") % "、".join(late))
    return Part("outbox", "ok")


def search(name: str, url: str) -> Part:
    """Whether a search engine answers (Elasticsearch) or has an index (embedded)."""
    if not url:
        return Part(name, "off")
    if url.startswith("embedded://"):
        has_index = (Path(urlsplit(url).path) / "current").exists()
        return Part(name, "ok" if has_index else "missing", "" if has_index else _("尚无索引：rebuild_index"))
    return _reached(name, lambda: _elasticsearch_answers(url))


def broker() -> Part:
    """Whether Redis, which wakes the worker and holds the cache, answers."""
    if not settings.REDIS_URL:
        return Part("redis", "off")
    return _reached("redis", _redis_answers)


def _reached(name: str, answers: Callable[[], bool]) -> Part:
    try:
        return Part(name, "ok" if answers() else "missing")
    except (OSError, ValueError, redis.RedisError) as error:
        return Part(name, "missing", type(error).__name__)


def _elasticsearch_answers(url: str) -> bool:
    parts = urlsplit(url)
    request = urllib.request.Request(f"{parts.scheme}://{parts.hostname}:{parts.port or 9200}/_cluster/health")  # noqa: S310
    if parts.username:
        words = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        request.add_header("Authorization", f"Basic {base64.b64encode(words.encode()).decode()}")
    with urllib.request.urlopen(request, timeout=LOOK_SECONDS) as answer:  # noqa: S310
        return json.load(answer).get("status") in ("green", "yellow")


def _redis_answers() -> bool:
    client = redis.Redis.from_url(
        settings.REDIS_URL,
        socket_connect_timeout=LOOK_SECONDS,
        socket_timeout=LOOK_SECONDS,
        retry=Retry(NoBackoff(), 0),
    )
    try:
        return bool(client.ping())
    finally:
        client.close()
