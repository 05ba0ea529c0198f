"""Telling whoever is responsible that a source is overdue: once each time it falls due, by mail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.collecting.models import Source
from portal.common import clock
from portal.common.outbox.write import enqueue

SINK = "collecting.source_overdue"


def remind_overdue(moment: datetime) -> int:
    """Owe a reminder of each source that is overdue and of which nobody was told; gives how many. A second run, or one that
    was missed, changes nothing of that: what is asked is who was told, not what day it is."""
    with transaction.atomic():
        overdue = Source.objects.overdue(moment).filter(overdue_told_at__isnull=True, responsible__isnull=False)
        keys = list(overdue.select_for_update(of=("self",)).values_list("pk", flat=True))
        Source.objects.filter(pk__in=keys).update(overdue_told_at=moment)
        enqueue(SINK, [str(pk) for pk in keys])
    return len(keys)


def tell(keys: Sequence[str]) -> None:
    """The outbox's handler: a mail for each source that is overdue still."""
    for source in Source.objects.overdue(clock.now()).filter(pk__in=list(keys)).select_related("responsible"):
        person = source.responsible
        if person is None or not person.is_active or not person.email:
            continue
        address = settings.WAGTAILADMIN_BASE_URL + reverse("wagtailsnippets_collecting_source:edit", args=[source.pk])
        send_mail(
            _("来源“%(name)s”应当核对了") % {"name": source.name},
            _("“%(name)s”（%(kind)s）应当在 %(due)s 之前核对，现在已经逾期。\n\n核对之后请在后台记下：%(address)s\n")
            % {
                "name": source.name,
                "kind": source.get_kind_display(),
                "due": source.due_at.astimezone(clock.SHANGHAI).strftime("%Y-%m-%d %H:%M"),
                "address": address,
            },
            None,
            [person.email],
        )
