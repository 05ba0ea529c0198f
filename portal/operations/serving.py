"""What must be true of the database before this installation may serve."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import Error as DatabaseProblem
from django.db import connection
from django.utils.translation import gettext as _

from portal.common.encryption import readable_sample
from portal.common.keyed_hash import digests_found_again
from portal.common.outbox.status import sink_statuses
from portal.operations.readiness import unapplied_migrations


def reasons_not_to_serve() -> list[str]:
    """Why serving must not begin, in plain words; empty when nothing stands against it."""
    try:
        connection.ensure_connection()
        waiting = unapplied_migrations()
    except DatabaseProblem as error:
        return [_("连不上数据库（%s）。请检查 DATABASE_URL 和数据库服务。") % type(error).__name__]
    if waiting:
        return [_("有 %d 个迁移没有执行。请先运行 manage.py migrate。") % len(waiting)]
    return [*_demo_accounts(), *_sinks_without_handler(), *_unreadable_fields()]


def _demo_accounts() -> list[str]:
    if settings.IS_DEMO:
        return []
    names = list(get_user_model().objects.filter(is_demo=True).order_by("username").values_list("username", flat=True))
    if not names:
        return []
    words = _("数据库里有演示账户，它们的密码是公开的：%s。请删除这些账户，或者换一个没有演示内容的数据库。")
    return [words % "、".join(names)]


def _sinks_without_handler() -> list[str]:
    orphans = [status.name for status in sink_statuses() if not status.handled]
    return [_("待办副作用的去向没有处理程序：%s。程序版本与数据库不一致。") % "、".join(orphans)] if orphans else []


def _unreadable_fields() -> list[str]:
    if readable_sample():
        return _lost_lookups()
    return [_("FIELD_ENCRYPTION_KEYS 里没有数据库内容加密时所用的密钥。请找回原来的密钥，放在新密钥之后。")]


def _lost_lookups() -> list[str]:
    if digests_found_again():
        return []
    return [_("LOOKUP_HASH_KEYS 里没有数据库中的摘要所用的密钥。请找回原来的密钥，放在新密钥之后。")]
