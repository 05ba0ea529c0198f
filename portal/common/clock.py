"""What day and time it is: the only place that asks. Rules take the answer as an argument.

A request asks once (``request_today``), so that one page never straddles midnight.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """The present moment, aware, in UTC (as stored)."""
    return datetime.now(UTC)


def today() -> date:
    """Today's date in Asia/Shanghai."""
    return now().astimezone(SHANGHAI).date()


def request_today(request: Any) -> date:
    """Today as this request sees it: asked once, then kept on the request."""
    if not hasattr(request, "_fawang_today"):
        request._fawang_today = today()
    return request._fawang_today


def seconds_to_midnight(moment: datetime | None = None) -> int:
    """Whole seconds, at least 1, until the next midnight in Asia/Shanghai."""
    local = (moment or now()).astimezone(SHANGHAI)
    midnight = (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return max(1, int((midnight - local).total_seconds()))
