"""Which sinks exist and who handles them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass


class SinkUnavailable(Exception):
    """The whole sink is out (a server is gone): the batch waits, and no key of it is tried alone."""


@dataclass(frozen=True)
class Sink:
    """A sink: ``handle`` gets distinct keys, at most ``batch`` at a time, and raises what must be tried
    again (``SinkUnavailable`` when no key of the batch stands a chance)."""

    name: str
    handle: Callable[[Sequence[str]], None]
    batch: int = 200
    max_attempts: int | None = None  # None: never given up (an index must follow in the end)


sinks: dict[str, Sink] = {}


def register_sink(
    name: str, handle: Callable[[Sequence[str]], None], *, batch: int = 200, max_attempts: int | None = None
) -> None:
    """Register (or replace) the handler of a sink; called from ``AppConfig.ready``."""
    sinks[name] = Sink(name, handle, batch, max_attempts)
