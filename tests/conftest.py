"""What every test may ask for. Each folder's own conftest adds what only it needs.

A test that needs a server asks for it by fixture (``elasticsearch_url``, ``redis_url``, ``postgres``); without the server it
is skipped and named at the end of the run, or fails where REQUIRE_SERVICES=1 is set.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.db.models import QuerySet
from pytest_django import DjangoDbBlocker

from cms.core.models import HomePage
from cms.core.site_builder import build_site
from portal.common.audit.models import AuditEntry
from portal.common.outbox.models import OutboxRow
from tests import migrated


def missing(service: str, how: str) -> None:
    """Skip the test for want of ``service``, or fail it where services are required."""
    words = f"{service} is missing: {how}"
    if os.environ.get("REQUIRE_SERVICES") == "1":
        pytest.fail(words)
    pytest.skip(words)


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest) -> bool:
    """Begin with a database that an earlier run migrated, if its migrations were the same (tests/migrated.py)."""
    copy = migrated.kept()
    return bool(request.config.getvalue("reuse_db")) or (copy is not None and migrated.take(copy))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Keep what was just migrated for the next run; then every test begins with the site of a new installation.

    The site comes last: tests that commit get back what was migrated alone (``serialized_rollback``), as they expect it.
    """
    copy = migrated.kept()
    with django_db_blocker.unblock():
        if copy is not None and not copy.exists():
            migrated.keep(copy)
        if not HomePage.objects.exists():
            _build_silently()


@transaction.atomic
def _build_silently() -> None:
    """The site, with neither a log of its making nor anything that waits to be delivered: a test that asks what was recorded or
    sent means what it did itself."""
    build_site()
    connection.run_on_commit.clear()
    for told in (AuditEntry, OutboxRow):
        QuerySet(told)._raw_delete(DEFAULT_DB_ALIAS)  # an entry of the log is deleted by nothing else


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """Each test begins with an empty cache; only keys of this run are deleted from a shared server."""
    _forget_cached()


def _forget_cached() -> None:
    if hasattr(cache, "delete_pattern"):
        cache.delete_pattern("*")
    else:
        cache.clear()


@pytest.fixture(scope="session")
def elasticsearch_url() -> str:
    """The address of a running Elasticsearch (TEST_ELASTICSEARCH_URL, else SEARCH_URL)."""
    url = os.environ.get("TEST_ELASTICSEARCH_URL") or os.environ.get("SEARCH_URL", "")
    if not url.startswith("http"):
        missing("Elasticsearch", "make services prints TEST_ELASTICSEARCH_URL")
    return url


@pytest.fixture(scope="session")
def redis_url() -> str:
    """The address of a running Redis (TEST_REDIS_URL, else REDIS_URL)."""
    url = os.environ.get("TEST_REDIS_URL") or os.environ.get("REDIS_URL", "")
    if not url:
        missing("Redis", "make services prints TEST_REDIS_URL")
    return url


@pytest.fixture
def postgres() -> None:
    """The test runs on PostgreSQL only: in the second run of ``make test``, which sees to it that there is one."""
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL as the database: runs in the second run of make test")


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real law texts (FAWANG_CORPUS); they are never part of the project."""
    folder = os.environ.get("FAWANG_CORPUS", "")
    if not folder:
        pytest.skip("FAWANG_CORPUS is not set: no real law texts to read")
    if not (Path(folder) / "manifest.csv").is_file():
        pytest.fail(f"FAWANG_CORPUS={folder} has no manifest.csv")
    return Path(folder)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that asks for PostgreSQL belongs to the second run without saying so twice."""
    for item in items:
        if "postgres" in getattr(item, "fixturenames", ()):
            item.add_marker("integration")


def pytest_configure() -> None:
    """Make the folder of this run (database, index, uploads) and tell processes that tests start of it."""
    settings.RUN_DIR.mkdir(mode=0o700, exist_ok=True)
    os.environ["TEST_RUN_DIR"] = str(settings.RUN_DIR)


def pytest_unconfigure() -> None:
    """Throw away the folder of this run."""
    shutil.rmtree(settings.RUN_DIR, ignore_errors=True)
