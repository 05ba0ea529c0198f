"""Saying something in a live conversation. A line sent twice is one line; one that comes late is kept as long as the case is
open, so that nothing said is lost when the conversation becomes a message."""

from __future__ import annotations

import re
from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from portal.common import clock
from portal.consultations.actors import Actor, Signature
from portal.consultations.editor.checking import demand_nobody_named
from portal.consultations.models import Consultation
from portal.consultations.models.choices import ActorKind
from portal.consultations.policies import WrongState, parties_of
from portal.consultations.services.case.moving import locked
from portal.consultations.services.case.recording import new_salt, salted_digest, write_event
from portal.consultations.services.residents.conflicts import ConflictUndeclared, must_declare
from portal.consultations.services.screening.added import look_now
from portal.consultations.states import BEFORE_ANSWER, Party, State
from portal.live_hours.models import LiveLine, LiveThread
from portal.live_hours.services.threads import locked_thread
from portal.notifications.models import Notification
from portal.notifications.services import notify

LINE = "live_line"
"""The event of the record."""
LONGEST_LINE = 1_000
MOST_LINES = 300
MOST_A_MINUTE = 20
MINUTE = timedelta(minutes=1)
_KEY = re.compile(r"[A-Za-z0-9-]{8,64}")


class TooFast(ValidationError):
    """More lines within a minute than a person types; what was typed is kept on the page."""


def say(case: Consultation, text: str, key: str, *, by: Actor) -> LiveLine:
    """Write a line. The same ``key`` again gives the line of then.

    Raises PermissionDenied for anybody but the citizen and who has the case, ConflictUndeclared, ValidationError (empty, too
    long, too many, what names or leads to the resident: article 22), TooFast, WrongState where it is over.
    """
    with transaction.atomic():
        case = locked(case)
        thread = locked_thread(case)
        kind = _kind(by, case)
        text = _demanded(text, key)
        if thread is None:
            raise WrongState(_("这件咨询没有在线对话。"))
        said = thread.lines.filter(author_kind=kind, client_key=key).first()
        if said is not None:
            return said
        _demand_open(thread, case, kind, by)
        _demand_bounds(thread, kind)
        if kind == ActorKind.RESIDENT:
            demand_nobody_named(case, {"text": text})
        return _write(case, thread, kind, text, key)


def lines_of(case: Consultation) -> QuerySet[LiveLine]:
    """The lines of a case, the first first. Who may read them is who may open the case: asked before, and logged."""
    return LiveLine.objects.filter(thread__consultation=case).order_by("number")


def may_say(by: Actor, thread: LiveThread, case: Consultation) -> bool:
    """Whether a page may offer somebody to write; ``say`` asks once more."""
    try:
        _demand_open(thread, case, _kind(by, case), by)
    except (PermissionDenied, WrongState):
        return False
    return True


def _kind(by: Actor, case: Consultation) -> ActorKind:
    parties = parties_of(by, case)
    if Party.CITIZEN in parties:
        return ActorKind.CITIZEN
    if Party.RESIDENT in parties:
        return ActorKind.RESIDENT
    raise PermissionDenied(_("只有咨询人和办理人可以在这里说话。"))


def _demand_open(thread: LiveThread, case: Consultation, kind: ActorKind, by: Actor) -> None:
    if case.frozen_at is not None or thread.ended_at is not None:
        raise WrongState(_("这次在线咨询已经结束。您写的还在下面，可以在“我的咨询”里追问或者补充。"))
    if kind == ActorKind.CITIZEN:
        if case.state not in BEFORE_ANSWER:
            raise WrongState(_("律师已经答复。您写的还在下面，可以用“追问”发出。"))
        return
    if must_declare(case, by):
        raise ConflictUndeclared(case)
    if not thread.is_live or case.state != State.ASSIGNED:
        raise WrongState(_("已经转成留言，不能再在线对话。请写答复发出，您写的还在下面。"))


def _demand_bounds(thread: LiveThread, kind: ActorKind) -> None:
    if thread.last_number >= MOST_LINES:
        raise ValidationError(_("这次对话已经很长，不能再加。请律师作总结，还有问题的可以追问。"))
    lately = thread.lines.filter(author_kind=kind, at__gt=clock.now() - MINUTE)
    if lately.count() >= MOST_A_MINUTE:
        raise TooFast(_("发得太快了，请等一会儿再发。您写的还在下面。"))


def _write(case: Consultation, thread: LiveThread, kind: ActorKind, text: str, key: str) -> LiveLine:
    at, salt = clock.now(), new_salt()
    code = case.assigned_to.code if kind == ActorKind.RESIDENT and case.assigned_to is not None else ""
    thread.last_number += 1
    own = "citizen_wrote_at" if kind == ActorKind.CITIZEN else "resident_wrote_at"
    setattr(thread, own, at)
    thread.save(update_fields=["last_number", own])
    line = LiveLine.objects.create(
        thread=thread,
        number=thread.last_number,
        author_kind=kind,
        staff_code=code,
        text=text,
        salt=salt,
        client_key=key,
        at=at,
    )
    content = {"line": line.pk, "text": salted_digest(salt, text)}
    write_event(case, LINE, Signature(kind, code), at=at, content=content)
    if kind == ActorKind.CITIZEN:
        look_now(case.pk, text)
        if not thread.is_live:
            _tell_of_late_line(case)
    return line


def _tell_of_late_line(case: Consultation) -> None:
    """Once until it was read: of a conversation that is live no more nobody looks at the page."""
    if case.assigned_to is None:
        return
    person, words = case.assigned_to.user, _("咨询人在对话里补充了情况。")
    unread = Notification.objects.filter(recipient=person, url=case.workbench_url, text=words, read_at__isnull=True)
    if not unread.exists():
        notify([person], words, url=case.workbench_url)


def _demanded(text: str, key: str) -> str:
    text = text.strip()
    if not text:
        raise ValidationError({"text": _("请先写下内容，再发送。")})
    if len(text) > LONGEST_LINE:
        raise ValidationError({"text": _("一次最多%d个字，请分几次发送。") % LONGEST_LINE})
    if not _KEY.fullmatch(key):
        raise ValidationError(_("这一页已经过期，请刷新后再发。您写的还在下面。"))
    return text
