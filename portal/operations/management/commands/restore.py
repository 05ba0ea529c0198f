"""``manage.py restore DIR``: a backup into an empty installation, then everything is verified."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from portal.operations.backup.manifest import CannotRestore
from portal.operations.backup.restoring import restore_backup


class Command(BaseCommand):
    """Reads what ``backup`` wrote, all or nothing; never into an installation that is in use."""

    help = "Restore the backup in DIR into an empty, migrated installation, and verify the records."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The folder that ``backup`` wrote."""
        parser.add_argument("folder", metavar="DIR", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore, make the admin's own index anew, verify."""
        done = 0
        try:
            with tqdm(unit="行", disable=None) as bar:
                for done, total in restore_backup(options["folder"]):
                    bar.total = total
                    bar.update(done - bar.n)
        except CannotRestore as error:
            raise CommandError(str(error)) from error
        cache.clear()
        self.stdout.write(_("恢复完成：%(rows)d 行。正在重建后台的搜索……") % {"rows": done})
        call_command("wagtail_update_index", verbosity=0)
        call_command("verify_records", stdout=self.stdout)
        self.stdout.write(_("还要执行：manage.py rebuild_index（读者用的搜索），然后启动各项服务。"))
