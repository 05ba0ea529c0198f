"""What nobody types: values that a form, a lookup or a database may stumble over, sent under every name a view asks for."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch
from urllib.parse import urlencode

from django.test.client import BOUNDARY, MULTIPART_CONTENT
from django.utils.datastructures import MultiValueDict

HUGE = "9" * 30
VALUES: dict[str, tuple[str | bytes, ...]] = {
    "huge": (HUGE,),
    "negative": ("-1",),
    "empty": ("",),
    "null": ("1\x00",),
    "surrogate": (b"\xed\xa0\x80",),
    "long": ("甲" * 3000,),
    "list": ("1", "2", HUGE),
    "day": ("2026-02-31",),
    "last_day": ("9999-12-31",),
    "first_day": ("0001-01-01",),
    "uuid": ("00000000-0000-0000-0000-00000000000g",),
    "digit": ("²",),
    "no_number": ("NaN",),
    "choice": ("no-such-choice'\"<>%_\\",),
}


class Asked:
    """Names that views and forms asked of a query, a form or its files."""

    def __init__(self) -> None:
        self.values: set[str] = set()
        self.files: set[str] = set()

    def note(self, asked_of: Any, name: Any) -> None:
        """Remember one name; whoever asks for files asks a plain dictionary of lists."""
        if isinstance(name, str):
            (self.files if type(asked_of) is MultiValueDict else self.values).add(name)

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Remember what is asked while this lasts."""
        kept = {name: getattr(MultiValueDict, name) for name in ("get", "getlist", "__getitem__")}
        held = dict.__contains__

        def noting(name: str) -> Any:
            def ask(asked_of: Any, key: Any, *more: Any, **named: Any) -> Any:
                self.note(asked_of, key)
                return kept[name](asked_of, key, *more, **named)

            return ask

        def contains(asked_of: Any, key: Any) -> bool:
            self.note(asked_of, key)
            return held(asked_of, key)

        with (
            patch.object(MultiValueDict, "get", noting("get")),
            patch.object(MultiValueDict, "getlist", noting("getlist")),
            patch.object(MultiValueDict, "__getitem__", noting("__getitem__")),
            patch.object(MultiValueDict, "__contains__", contains, create=True),
        ):
            yield


Pairs = list[tuple[str, str | bytes]]


def filled(names: set[str], kind: str) -> Pairs:
    """Each name with a value of the kind, or of another kind each where it is ``mixed``."""
    kinds = list(VALUES)
    return [
        (name, value)
        for name in sorted(names)
        for value in VALUES[kinds[zlib.crc32(name.encode()) % len(kinds)] if kind == "mixed" else kind]
    ]


def form(pairs: Pairs, files: set[str]) -> tuple[bytes, str]:
    """A body with its content type; what is no text is sent as the bytes it is, and each file has a name that no folder takes."""
    if not files:
        return urlencode(pairs).encode(), "application/x-www-form-urlencoded"
    parts = [
        b'--%s\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
        % (BOUNDARY.encode(), name.encode(), value.encode() if isinstance(value, str) else value)
        for name, value in pairs
    ]
    parts += [
        b'--%s\r\nContent-Disposition: form-data; name="%s"; filename="%s"\r\n'
        b"Content-Type: application/octet-stream\r\n\r\n\x00\xff\r\n"
        % (BOUNDARY.encode(), name.encode(), ("..\x00%s.pdf" % ("甲" * 300)).encode())
        for name in sorted(files)
    ]
    return b"".join([*parts, b"--%s--\r\n" % BOUNDARY.encode()]), MULTIPART_CONTENT
