"""The words that sections declare with. Everything not allowed is refused: an address says who may, and nothing else."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Who = frozenset[str]


class Shut(StrEnum):
    """How people of the right house, but not of this room, are turned away."""

    REFUSED = "refused"
    """403, or Wagtail's way: back to the first page with a message."""
    ABSENT = "absent"
    """404: they may not know that it exists."""
    IDLE = "idle"
    """An answer like any other, but nothing is changed by it: the test looks for writes."""
    SIGN_IN = "sign in"
    """To the sign-in, whoever it is."""


@dataclass(frozen=True, slots=True)
class Address:
    """One address, or one case of it. Where nothing is said of somebody, they are refused."""

    route: str
    """The pattern as the URL configuration has it."""
    read: Who | None
    """Who may GET; None: the method does not exist there (405)."""
    send: Who | None
    """Who may POST."""
    case: str = ""
    """Tells several rows of one route apart: an own thing and another's, an export, an action."""
    things: Mapping[str, str] = field(default_factory=dict)
    """Which thing (``world.py``) fills which argument; a word with ``=`` in front is taken as it is."""
    path: str = ""
    """For patterns that cannot be filled by name."""
    query: str = ""
    data: Mapping[str, str] = field(default_factory=dict)
    """Sent along; ``{name}`` in both is filled like the address."""
    shut: Shut = Shut.REFUSED
    steps_up: str = ""
    """``all``: a fresh code is asked for; ``send``: for POST alone."""
    also: Mapping[str, Who] = field(default_factory=dict)
    """Who may use a rarer method."""
    asks: bool = False
    """Outside of the two staff doors: visitors are led to the sign-in."""
    asks_code: bool = False
    """Outside of them too: staff who typed the password alone are led to the second factor."""
    idle: Who = frozenset()
    """Who may send in vain: an answer, and nothing changed."""
    knows: Who = frozenset()
    """Who may see others of the kind, and gets 404 for this one."""
    gone: str = ""
    """Even who may gets 404: ``all``, or ``send`` for an empty form alone."""
    fails: str = ""
    """Why Wagtail answers 500 to an empty form of who may send one."""

    @property
    def name(self) -> str:
        """How reports call it."""
        return f"{self.route}{f' [{self.case}]' if self.case else ''}"

    def who(self, method: str) -> Who | None:
        """Who may use a method; None where it does not exist."""
        return {"GET": self.read, "POST": self.send}.get(method, self.also.get(method))

    def filled(self, value_of: Any) -> dict[str, Any]:
        """What stands for each argument; ``value_of`` gives a thing's value by its name."""
        return {name: _value(thing, value_of) for name, thing in self.things.items()}

    def address(self, value_of: Any) -> str:
        """The address with its arguments filled."""
        filled = self.filled(value_of)
        query = self.query.format(**filled)
        if self.path:
            return f"/{self.path.format(**filled)}{query}"
        try:
            found = ARGUMENT.sub(lambda match: str(filled[match["converted"] or match["named"]]), self.route)
        except KeyError as missing:
            raise LookupError(f"{self.name}: say which thing fills {missing}") from None
        return f"/{found.replace('^', '').replace('$', '').replace(chr(92), '')}{query}"


def _value(thing: str, value_of: Any) -> Any:
    return thing[1:] if thing.startswith("=") else value_of(thing)


ARGUMENT = re.compile(r"<(?:\w+:)?(?P<converted>\w+)>|\(\?P<(?P<named>\w+)>(?:[^()]|\([^()]*\))*\)")


@dataclass
class Section:
    """The addresses of a room. ``things`` fills arguments by their name unless an address says otherwise."""

    room: str
    things: Mapping[str, str] = field(default_factory=dict)
    addresses: list[Address] = field(default_factory=list)

    def add(self, route: str, read: Who | None, send: Who | None = None, **more: Any) -> None:
        """Declare one address."""
        names = {match["converted"] or match["named"] for match in ARGUMENT.finditer(route)}
        things = {name: thing for name, thing in self.things.items() if name in names}
        self.addresses.append(Address(route, read, send, things={**things, **more.pop("things", {})}, **more))

    def add_list(self, route: str, read: Who, *, exports: Who | None = None, **more: Any) -> None:
        """A list of the admin with its ``results/`` part and, where rows can be taken away, its export."""
        for part in ("", "results/"):
            self.add(f"{route}{part}", read, None, **more)
            if exports is not None:
                self.add(f"{route}{part}", exports, None, case="export", query="?export=csv", **more)

    def add_bulk(self, case: str, thing: str, see: Who, do: Who, **more: Any) -> None:
        """A bulk action, ``app/model/action``. Who sees the model gets the page that asks; rows that are not theirs are
        left out of it, and of what is done."""
        route = "admin/bulk/<str:app_label>/<str:model_name>/<str:action>/"
        path = f"admin/bulk/{case}/?id={{thing}}"
        self.add(route, see, do, case=case, things={"thing": thing}, path=path, idle=see - do, **more)

    def add_snippet(self, name: str, *, pk: str, see: Who, write: Who, delete: Who, exports: Who | None = None) -> None:
        """Everything that Wagtail's SnippetViewSet brings for a model without drafts: ``app/model``."""
        base, things = f"admin/snippets/{name}", {"pk": pk}
        self.add_list(f"{base}/", see, exports=exports)
        self.add(f"{base}/add/", write, write)
        self.add(f"{base}/edit/<int:pk>/", write, write, things=things)
        self.add(f"{base}/delete/<int:pk>/", delete, delete, things=things)
        self.add(f"{base}/inspect/<int:pk>/", see, None, things=things)
        for part in ("usage", "history", "history-results"):
            self.add(f"{base}/{part}/<int:pk>/", write, None, things=things)
        self.add_snippet_chooser(name, pk=pk, see=see)

    def add_snippet_chooser(self, name: str, *, pk: str, see: Who) -> None:
        """The chooser that comes with a snippet; nothing is created in it (``portal/accounts/side_doors.py``)."""
        base = f"admin/snippets/choose/{name}"
        for part in ("", "results/", "chosen-multiple/"):
            self.add(f"{base}/{part}", see, None)
        self.add(f"{base}/chosen/<str:pk>/", see, None, things={"pk": pk})
        self.add(f"{base}/create/", frozenset(), frozenset())


def sections() -> list[Section]:
    """Every section, from the modules of ``tests/permissions/sections``."""
    from tests.permissions import sections as package

    modules = [importlib.import_module(f"{package.__name__}.{module.name}") for module in _modules(package)]
    return [module.SECTION for module in modules]


def _modules(package: Any) -> Iterable[Any]:
    return sorted(pkgutil.iter_modules(package.__path__), key=lambda module: module.name)


def declared() -> Iterator[Address]:
    """Every address of every section."""
    for section in sections():
        yield from section.addresses
