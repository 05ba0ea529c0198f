"""A published notice is a page like any other, and editors may withdraw it: the institution whose it is sees that, and is told."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils.translation import gettext as _
from wagtail.signals import page_unpublished

from cms.editorial.models import InstitutionNotice
from portal.institution_notices.models import NoticeApplication, colleagues_of
from portal.notifications.services import notify


@receiver(page_unpublished, sender=InstitutionNotice, dispatch_uid="portal.institution_notices.unpublished")
def notice_was_withdrawn(instance: InstitutionNotice, **kwargs: Any) -> None:
    """By whatever door: an editor, a day that was set."""
    _tell(instance)


@receiver(pre_delete, sender=InstitutionNotice, dispatch_uid="portal.institution_notices.deleted")
def notice_is_deleted(instance: InstitutionNotice, **kwargs: Any) -> None:
    """What was withdrawn before was told then."""
    if instance.live:
        _tell(instance)


def _tell(page: InstitutionNotice) -> None:
    application = NoticeApplication.objects.filter(page_id=page.pk).first()
    if application is None:
        return
    words = _("您申请发布的“%(title)s”已经从本网撤下，读者现在看不到。有疑问请联系本网编辑。")
    with transaction.atomic():
        notify(colleagues_of(application), words % {"title": application.title}, url=application.get_absolute_url())
