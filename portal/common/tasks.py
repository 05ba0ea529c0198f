"""Tasks of the common room, found by Celery's autodiscovery."""

from portal.common.outbox.tasks import drain_sink, sweep

__all__ = ["drain_sink", "sweep"]
