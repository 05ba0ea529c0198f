"""``manage.py backup DIR``: the whole installation, encrypted, into a new folder."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from portal.operations.backup.making import CannotBackUp, make_backup


class Command(BaseCommand):
    """Writes rows and files of the installation; ``restore`` reads them."""

    help = "Back up the database and all files into DIR, encrypted with FIELD_ENCRYPTION_KEYS."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The folder: a new or an empty one."""
        parser.add_argument("folder", metavar="DIR", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Back up, showing how far it is."""
        try:
            with tqdm(unit="行", disable=None) as bar:
                for done, total in make_backup(options["folder"]):
                    bar.total = total
                    bar.update(done - bar.n)
        except CannotBackUp as error:
            raise CommandError(str(error)) from error
        size = sum(path.stat().st_size for path in options["folder"].iterdir())
        self.stdout.write(_("备份完成：%(rows)d 行，%(size)d 字节。") % {"rows": done, "size": size})
        self.stdout.write(_("恢复时需要现在的 FIELD_ENCRYPTION_KEYS；请另外保存，不要和备份放在一处。"))
