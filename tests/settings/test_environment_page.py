"""One page documents every variable: what the code reads stands on it."""

from __future__ import annotations

import re

from django.conf import settings

READS = re.compile(r"""\benv(?:\.\w+)?\(\s*"([A-Z][A-Z0-9_]+)"|\benviron(?:\.get\(|\[)\s*"([A-Z][A-Z0-9_]+)\"""")


def test_every_variable_that_is_read_is_documented() -> None:
    page = (settings.BASE_DIR / "docs" / "environment.md").read_text(encoding="utf-8")
    read = {
        found[1] or found[2]
        for room in ("portal", "cms", "search", "deploy", "tests")
        for path in (settings.BASE_DIR / room).rglob("*.py")
        for found in READS.finditer(path.read_text(encoding="utf-8"))
    }
    assert {"SECRET_KEY", "DATABASE_URL", "REQUIRE_SERVICES"} <= read, "the search itself finds what it should"
    assert sorted(name for name in read if f"`{name}`" not in page) == []
