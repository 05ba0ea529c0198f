"""What can be opened in the workbench: each room registers its own entries, the landing page lists what a person may open."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ENTER = "accounts.enter_workbench"
"""The permission that opens the workbench at all; below it each page asks for its own."""


GROUPS: tuple[tuple[int, str | Promise], ...] = (
    (30, _("办理")),
    (45, _("值班、模板和培训")),
    (70, _("监督和管理")),
    (900, _("保存、清理和调取")),
    (1000, _("我自己")),
)
"""The headings of the landing page: entries whose ``order`` lies below the number, and not below the one before it."""


OWED = _("%(count)d 件待办")


@dataclass(frozen=True, slots=True)
class WorkbenchEntry:
    """One line of the landing page.

    ``order`` says under which of the ``GROUPS`` it stands, and where. ``url`` is a path below ``/workbench/`` or, lazily, what
    ``reverse_lazy`` gives. ``waiting`` counts what waits for a person; it is asked only for those who hold ``permission``, and
    each costs the page a query.
    """

    name: str
    label: str | Promise
    url: str | Promise
    permission: str
    order: int = 100
    waiting: Callable[[Any], int] | None = None
    counted: str | Promise = OWED
    """How the number is said: a message is unread, a question in the queue can be taken; neither is owed by this person."""


_ENTRIES: dict[str, WorkbenchEntry] = {}


def register_workbench_entry(entry: WorkbenchEntry) -> None:
    """Add an entry; called from ``AppConfig.ready``. A second one of the same name takes the first one's place."""
    _ENTRIES[entry.name] = entry


def add_entry(
    name: str,
    label: str | Promise,
    place: str,
    permission: str,
    order: int,
    waiting: Callable[[Any], int] | None = None,
    **more: str | Promise,
) -> None:
    """The same in one line; ``place`` is the path below ``/workbench/``, ``more`` may say how the number is ``counted``."""
    register_workbench_entry(WorkbenchEntry(name, label, f"/workbench/{place}", permission, order, waiting, **more))


def workbench_entries() -> Iterable[WorkbenchEntry]:
    """All entries in their order."""
    return sorted(_ENTRIES.values(), key=lambda entry: (entry.order, entry.name))


def group_of(entry: WorkbenchEntry) -> str:
    """The heading an entry stands under."""
    return str(next(label for below, label in GROUPS if entry.order < below))


def entries_for(user: Any) -> list[WorkbenchEntry]:
    """What this person may open."""
    return [entry for entry in workbench_entries() if user.has_perm(entry.permission)]
