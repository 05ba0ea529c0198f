"""Office files without the names of who wrote them: author, last editor, company and manager are emptied.

Only the two parts that hold these properties are touched; everything else of the file is copied as it is. Names inside the
text (comments, tracked changes) stay: who wants them gone accepts the changes before uploading. A file with a digital
signature is left alone, because it would no longer hold.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import IO

EXTENSIONS = ("docx", "xlsx", "pptx")
_PARTS = ("docProps/core.xml", "docProps/app.xml")
_NAMES = re.compile(
    rb"(<(?:\w+:)?(creator|lastModifiedBy|Company|Manager|keywords|category|contentStatus)(?:\s[^<>]*)?>)[^<]*(</)"
)
_SIGNED = "_xmlsignatures/"


def without_authors(file: IO[bytes]) -> bytes | None:
    """Give the file without its authors' names; None where there is nothing to take away. Raises zipfile.BadZipFile."""
    file.seek(0)
    with zipfile.ZipFile(file) as archive:
        names = archive.namelist()
        if any(name.startswith(_SIGNED) for name in names):
            return None
        changed = {
            name: emptied
            for name in _PARTS
            if name in names and (emptied := _NAMES.sub(rb"\1\3", archive.read(name))) != archive.read(name)
        }
        if not changed:
            return None
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as copy:
            for part in archive.infolist():
                content = changed.get(part.filename)
                copy.writestr(part, archive.read(part) if content is None else content, part.compress_type)
    return out.getvalue()
