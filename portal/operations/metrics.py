"""The few figures a monitoring system should watch, in Prometheus' text format."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from portal.common.outbox.status import SinkStatus
from portal.notifications import figures
from portal.operations.failed_tasks import failed_tasks

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def exposition(
    statuses: Iterable[SinkStatus], failed: int, deliveries: Mapping[tuple[str, str], int] | None = None
) -> str:
    """Write the figures; every sink has a line even when nothing waits, so that a chart never has holes. ``deliveries``
    counts those that have not left, by kind and state."""
    statuses = list(statuses)
    families = [
        ("fawang_outbox_pending", "gauge", "Rows that wait for their sink", [(s.name, s.pending) for s in statuses]),
        (
            "fawang_outbox_oldest_seconds",
            "gauge",
            "Age of the oldest row that waits",
            [(s.name, round(s.oldest_seconds)) for s in statuses],
        ),
        ("fawang_outbox_dead", "gauge", "Rows that were given up", [(s.name, s.dead) for s in statuses]),
    ]
    lines = []
    for name, kind, words, values in families:
        lines += [f"# HELP {name} {words}", f"# TYPE {name} {kind}"]
        lines += [f'{name}{{sink="{_label(sink)}"}} {value}' for sink, value in values]
    lines += [
        "# HELP fawang_wagtail_tasks_failed_total Tasks of the content system that raised an exception",
        "# TYPE fawang_wagtail_tasks_failed_total counter",
        f"fawang_wagtail_tasks_failed_total {failed}",
    ]
    lines += [
        "# HELP fawang_deliveries SMS and mail that wait, or that were not delivered",
        "# TYPE fawang_deliveries gauge",
    ]
    lines += [
        f'fawang_deliveries{{kind="{kind}",state="{state}"}} {number}'
        for (kind, state), number in sorted((deliveries or {}).items())
    ]
    return "\n".join(lines) + "\n"


def current(statuses: Iterable[SinkStatus]) -> str:
    """The figures of this moment."""
    return exposition(statuses, failed_tasks(), figures.deliveries())


def _label(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
