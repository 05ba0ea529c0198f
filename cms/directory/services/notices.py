"""Telling the one concerned by a record: an outbox row in the act's transaction, made into a letter for the clerk to send.

Sinks ``directory.record_published`` and ``directory.record_withdrawn``; the key is MODEL:KEY of the record. Whoever later
sends such notices by other ways takes the sinks over with ``register_sink``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cms.directory.models import DirectoryNotice, DisciplinaryRecord, Institution
from cms.directory.models.enums import NoticeEvent, WithdrawalReason
from cms.directory.models.history import sign
from portal.common import clock
from portal.common.outbox.registry import register_sink
from portal.common.outbox.write import enqueue


def sink_of(event: NoticeEvent) -> str:
    """The name of the sink that an event goes to."""
    return f"directory.{event.value}"


def owe_notice(event: NoticeEvent, record: DisciplinaryRecord) -> None:
    """Owe the one concerned a notice; inside the act's transaction."""
    enqueue(sink_of(event), [record.event_key])


def register_sinks() -> None:
    """Tell the outbox who writes the letters."""
    for event in NoticeEvent:
        register_sink(sink_of(event), _writer_of(event))


def _writer_of(event: NoticeEvent) -> Callable[[Sequence[str]], None]:
    return lambda keys: write_notices(event, keys)


def write_notices(event: NoticeEvent, keys: Sequence[str]) -> None:
    """Write the letters of these records; one that exists stays as it is."""
    for key in keys:
        model_name, _separator, value = key.partition(":")
        model = apps.get_model("directory", model_name)
        record = model._default_manager.select_related("institution", "practitioner", "kind").filter(key=value).first()
        if record is None:
            continue
        with transaction.atomic():
            DirectoryNotice.objects.get_or_create(
                event=event,
                record_key=key,
                defaults={
                    "institution": record.institution,
                    "practitioner": record.practitioner,
                    "document_number": record.document_number,
                    "text": letter(event, record),
                    "created_at": clock.now(),
                },
            )


def letter(event: NoticeEvent, record: DisciplinaryRecord) -> str:
    """The text of a letter: what is published about whom and for how long, or what was withdrawn and why."""
    subject = record.subject
    ending = _("单位") if isinstance(subject, Institution) else ""
    values = {
        "name": subject.name,
        "you": _("贵%(ending)s") % {"ending": ending} if ending else _("您"),
        "authority": record.authority,
        "number": record.document_number,
    }
    if event == NoticeEvent.RECORD_PUBLISHED:
        return _(
            "%(name)s：\n"
            "    %(authority)s作出的%(number)s，自%(begin)s起至%(end)s止在本网名录中公示，内容为决定日期、作出机关、文号、"
            "事由和种类。公示期满，自动停止公示。\n"
            "    如认为公示内容与决定不符，或者原决定已被变更、撤销、确认违法或者无效，%(you)s可以凭有关文书向本网提出，"
            "本网自获知之日起3个工作日内处理。"
        ) % {**values, "begin": _chinese(record.display_from), "end": _chinese(record.display_until)}
    return _(
        "%(name)s：\n"
        "    因%(reason)s，本网已于%(day)s停止公示%(authority)s作出的%(number)s。"
        "自即日起，本网名录、检索和接口中不再提供其事由和种类。"
    ) % {
        **values,
        "reason": WithdrawalReason(record.withdrawal_reason).label,
        "day": _chinese(record.withdrawn_on),
    }


def mark_sent(notice: DirectoryNotice, *, by: Any) -> DirectoryNotice:
    """Put on file that a letter was sent; ValidationError when it had been, PermissionDenied."""
    if by is None or not by.is_active or not by.has_perm("directory.change_directorynotice"):
        raise PermissionDenied(_("您没有进行这一操作的权限。"))
    with transaction.atomic():
        notice = DirectoryNotice.objects.select_for_update().get(pk=notice.pk)
        if notice.sent_at is not None:
            raise ValidationError(_("这份告知书已经寄送。"))
        notice.sent_at, notice.sent_by = clock.now(), by
        sign(notice, by)
        notice.save()
    return notice


def _chinese(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""
