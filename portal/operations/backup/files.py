"""Files of an installation as one stream (tar): the uploads below MEDIA_ROOT, what lies below PRIVATE_ROOT."""

from __future__ import annotations

import shutil
import tarfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings

from portal.operations.backup.sealing import Damaged


def roots() -> dict[str, Path]:
    """The folders that are kept, by the name they have in a backup."""
    return {"media": Path(settings.MEDIA_ROOT), "private": Path(settings.PRIVATE_ROOT)}


def names_now() -> Iterator[str]:
    """Every file there is, as ``media/…`` or ``private/…``. What is being written just now (``.part``) is none yet."""
    for root, folder in roots().items():
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            if path.is_file() and not path.is_symlink() and path.suffix != ".part":
                yield f"{root}/{path.relative_to(folder).as_posix()}"


def write_files(names: Iterator[str], out: Any) -> Iterator[str]:
    """Put files into a stream; gives the name of each that went in. One that is gone by now is passed over."""
    with tarfile.open(mode="w|", fileobj=out, format=tarfile.PAX_FORMAT) as archive:
        for name in names:
            root, _slash, rest = name.partition("/")
            try:
                with (roots()[root] / rest).open("rb") as file:
                    facts = archive.gettarinfo(arcname=name, fileobj=file)
                    facts.uname = facts.gname = ""
                    archive.addfile(facts, file)
            except FileNotFoundError:
                continue
            yield name


def read_files(stream: Any) -> Iterator[str]:
    """Put the files of a stream where they belong; gives the name of each. Raises Damaged for a name that leads elsewhere."""
    with tarfile.open(mode="r|", fileobj=stream) as archive:
        for member in archive:
            target = _target(member)
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            source = archive.extractfile(member)
            assert source is not None  # a regular file, as ``_target`` has seen
            with target.open("wb") as file:
                shutil.copyfileobj(source, file)
            target.chmod(0o600 if member.name.startswith("private/") else 0o644)
            yield member.name


def forget_files(names: list[str]) -> None:
    """Take away what was put there by a restore that failed."""
    for name in names:
        root, _slash, rest = name.partition("/")
        (roots()[root] / rest).unlink(missing_ok=True)


def _target(member: tarfile.TarInfo) -> Path:
    path = PurePosixPath(member.name)
    root = path.parts[0] if path.parts else ""
    if not member.isreg() or path.is_absolute() or ".." in path.parts or root not in roots() or len(path.parts) < 2:
        raise Damaged(member.name)
    return roots()[root].joinpath(*path.parts[1:])
