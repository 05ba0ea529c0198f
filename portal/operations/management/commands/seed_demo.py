"""``manage.py seed_demo``: everything ``make demo`` shows. May be run twice: it adds what is missing."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from cms.collecting.demo import seed_collecting
from cms.core.site_builder import build_site
from cms.directory.demo import seed_directory
from cms.editorial.demo import seed_editorial
from cms.laws.importers.report import Status
from cms.laws.importers.run import rows_of, run_import
from cms.laws.models import Instrument
from portal.accounts.demo import create_demo_accounts
from portal.accounts.models import User
from portal.common import clock
from portal.consultations.demo import seed_consultations
from portal.institution_notices.demo import seed_applications

DEMO_LAWS = Path(settings.BASE_DIR) / "demo" / "laws"
REPLACED = ("示范房屋出租登记办法（示范文本）", "示范市住房租赁条例（示范文本）")


class Command(BaseCommand):
    """Site, invented law texts and directory, index, and an account for each role with its public password."""

    help = "Fill an installation with demo content (invented, and says so) and demo accounts."

    def handle(self, *args: Any, **options: Any) -> None:
        """Build, import, index, and print the accounts the first time."""
        build_site()
        report = run_import(rows_of(DEMO_LAWS), today=clock.today())
        failed = [row for row in report.rows if row.status is Status.FAILED]
        for row in failed:
            self.stderr.write(f"{row.path}: {row.error}")
        old, new = (Instrument.objects.filter(title=title).first() for title in REPLACED)
        if old is not None and old.replaced_by_id is None:
            old.replaced_by = new
            old.save(update_fields=["replaced_by"])
        seed_directory(clock.today())
        for problem in seed_editorial(clock.today()):
            self.stderr.write(problem)
        seed_collecting(clock.now())
        call_command("reconcile_index", "--repair", stdout=StringIO())  # a line a document is nothing to read here
        first_time = not User.objects.filter(is_demo=True).exists()
        accounts = create_demo_accounts()
        seed_applications(clock.today())
        consultation = seed_consultations(clock.today())
        if first_time:
            self.stdout.write("\n演示账户（密码公开，仅供演示，只显示这一次）：")
            for account in accounts:
                self.stdout.write(f"  {account.role_name}  {account.username}  {account.password}  {account.secret}")
            self.stdout.write(
                "  每行最后是二次验证的密钥；没有手机时：.venv/bin/python manage.py demo_code 角色（如 auditor）"
            )
            self.stdout.write("  登录地址：/admin/")
            self.stdout.write("  驻场律师、审核员、监督员在工作台：/workbench/；发出的短信和邮件：/demo/messages/")
            for line in consultation:
                self.stdout.write(f"  可以打开的示范咨询：{line.strip()}")
            self.stdout.write("")
