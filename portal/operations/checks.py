"""Start-up checks that need no database: run by every management command, and before serving."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from portal.common.outbox import drain, tasks
from search.checks import FALLBACK_ANSWERS_WITHIN
from search.engines.elastic import WRITE_TIMEOUT

REACTION_SECONDS = 1
WRITE_RETRIES = 2  # of search.engines.elastic


@register()
def time_limits_nest(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Whoever waits must wait longer than what he waits for: else a slow engine becomes a killed worker, and a killed
    drainer a second one beside it."""
    return [
        Error(
            f"{outer} must be longer than {inner}.", hint=f"{outer_seconds} s ≤ {inner_seconds} s", id="operations.E001"
        )
        for (inner, inner_seconds), (outer, outer_seconds) in broken_nests(chains())
    ]


Limit = tuple[str, float]


def chains() -> list[list[Limit]]:
    """The limits in force, each chain from the innermost outwards."""
    return [
        [
            ("FALLBACK_ANSWERS_WITHIN (a search)", FALLBACK_ANSWERS_WITHIN),
            ("WEB_TIMEOUT (gunicorn)", settings.WEB_TIMEOUT),
        ],
        [
            (
                "DRAIN_SECONDS and the last batch of a drainer",
                tasks.DRAIN_SECONDS + (1 + WRITE_RETRIES) * WRITE_TIMEOUT,
            ),
            ("CELERY_TASK_SOFT_TIME_LIMIT", settings.CELERY_TASK_SOFT_TIME_LIMIT),
            ("CELERY_TASK_TIME_LIMIT", settings.CELERY_TASK_TIME_LIMIT),
            ("LEASE (of a drainer)", drain.LEASE.total_seconds()),
        ],
    ]


def broken_nests(chains: Iterable[Sequence[Limit]]) -> list[tuple[Limit, Limit]]:
    """Pairs (inner, outer) of neighbours where the outer limit does not leave a second to react."""
    return [
        (inner, outer) for chain in chains for inner, outer in pairwise(chain) if outer[1] < inner[1] + REACTION_SECONDS
    ]
