"""One stylesheet and one script for every page, joined from one file a component.

``static/css/**/*.css`` becomes ``css/fawang.css`` and ``static/js/*.js`` becomes ``js/fawang.js``: plain concatenation
in the order of paths (numbered files first, then components, then ``9-print.css``), comments of stylesheets left out.
It is a staticfiles finder, so that runserver, WhiteNoise and ``collectstatic`` find the result like any other file and
no build step exists (docs/design.md).
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BLANK = re.compile(r"\n\s*")


def stylesheet_sources(folder: Path) -> list[Path]:
    """The stylesheets in the order of the cascade: foundations, components by name, then what overrides (``9-``)."""
    top = sorted((folder / "css").glob("*.css"))
    last = [path for path in top if path.name.startswith("9-")]
    first = [path for path in top if path not in last]
    return [*first, *sorted((folder / "css" / "components").glob("*.css")), *last]


def script_sources(folder: Path) -> list[Path]:
    """The scripts by name."""
    return sorted((folder / "js").glob("*.js"))


def join_stylesheets(texts: list[str]) -> str:
    """The stylesheets as one, without comments and indentation."""
    return "\n".join(_BLANK.sub("\n", _COMMENT.sub("", text)).strip() for text in texts) + "\n"


def join_scripts(texts: list[str]) -> str:
    """The scripts as one; each file closes its own statements."""
    return "\n".join(text.strip() for text in texts) + "\n"


BUNDLES = {
    "css/fawang.css": (stylesheet_sources, join_stylesheets),
    "js/fawang.js": (script_sources, join_scripts),
}


class BundleFinder(BaseFinder):
    """Finds the joined files, writing them anew whenever a source is newer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.sources = Path(settings.BASE_DIR) / "static"
        self.storage = FileSystemStorage(location=Path(settings.VAR_DIR) / "bundle")

    def check(self, **kwargs: Any) -> list[Any]:
        """Nothing to configure, nothing to check."""
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> str | list[str]:  # type: ignore[override]  # the stub's overloads by find_all
        """The file on disk of a bundle's path, or nothing for any other path."""
        if path not in BUNDLES:
            return []
        self._write(path)
        found = self.storage.path(path)
        return [found] if find_all else found

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        """Every bundle, for ``collectstatic`` and WhiteNoise."""
        for path in BUNDLES:
            self._write(path)
            yield path, self.storage

    def _write(self, path: str) -> None:
        """Join the sources of ``path`` if they changed; in one step, as several processes may do it at once."""
        list_sources, join = BUNDLES[path]
        text = join([source.read_text(encoding="utf-8") for source in list_sources(self.sources)])
        target = Path(self.storage.path(path))
        if target.exists() and target.read_text(encoding="utf-8") == text:
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(name, 0o644)
        os.replace(name, target)
