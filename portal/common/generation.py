"""The site's generation: a token that changes with every publication or withdrawal, so that no page kept from before it is
shown after it.

It is one row in the database and not a key in the cache: the caches of several processes cannot tell each other, and
a cache that was away for a while would come back with yesterday's pages.
"""

from __future__ import annotations

import secrets
from typing import Any

from django.db import IntegrityError, connection, models, transaction
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _

ROW = 1


class SiteGeneration(models.Model):
    """The one row that holds the token."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=ROW)
    token = models.CharField(max_length=32)

    class Meta:
        verbose_name = _("页面缓存代次")
        verbose_name_plural = _("页面缓存代次")

    def __str__(self) -> str:
        return self.token


_READ = f"SELECT token FROM {SiteGeneration._meta.db_table} WHERE id = {ROW}"  # noqa: S608 - constants of ours


def current_generation() -> str:
    """Read the token; ``""`` before the first publication. One query by primary key, without the ORM's own work: it is
    asked at each cached page."""
    with connection.cursor() as cursor:
        cursor.execute(_READ)
        row = cursor.fetchone()
    return row[0] if row else ""


def raise_generation() -> None:
    """Make every page kept so far a page of the past, once the running transaction has committed (at once outside one).

    Call it wherever something public changes. A needless call costs one update and a few misses. A process that dies
    between its commit and this update leaves old pages until the index follows, which raises again.
    """
    transaction.on_commit(_raise, robust=True)


def raise_on_change(*senders: type[models.Model]) -> None:
    """Raise the generation whenever a row of these models is saved or deleted; for ``AppConfig.ready``."""
    for sender in senders:
        for signal in (post_save, post_delete):
            signal.connect(_changed, sender=sender, dispatch_uid=f"generation:{sender._meta.label}")


def _changed(**kwargs: Any) -> None:
    raise_generation()


def _raise() -> None:
    token = secrets.token_hex(16)
    if not SiteGeneration.objects.filter(pk=ROW).update(token=token):
        try:
            with transaction.atomic():
                SiteGeneration.objects.create(pk=ROW, token=token)
        except IntegrityError:
            SiteGeneration.objects.filter(pk=ROW).update(token=token)
