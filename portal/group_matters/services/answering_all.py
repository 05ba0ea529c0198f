"""One answer for all cases of a matter: written once, sent to each as an ``Answer`` of its own (article 29.2).

Who it is owed to is written down first, a row a case, together with outbox rows; then each is answered in a transaction of its
own. Killed anywhere, the outbox goes on; pressed again, nobody is answered twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cms.laws.cited_places import CitedPlace
from portal.common import clock
from portal.common.outbox.registry import register_sink
from portal.common.outbox.write import enqueue
from portal.consultations.editor.citing import ReadRow, read_rows
from portal.consultations.editor.state import EditorState, from_json
from portal.consultations.models import Answer, Consultation, RelatedMatter
from portal.consultations.models.answers import SECTIONS
from portal.consultations.policies import WrongState, resident_of
from portal.consultations.services.answers import answering
from portal.consultations.services.answers.written import CitedArticle, WrittenAnswer
from portal.consultations.services.case.moving import locked
from portal.consultations.services.residents.conflicts import is_declared
from portal.consultations.services.time.clocks import is_late
from portal.group_matters.models import MatterAnswer, MatterDelivery
from portal.group_matters.services.finding import APART, CAN_BE_ANSWERED, in_hand
from portal.group_matters.services.particulars import particulars_in

SINK = "group_matters.answer"
Problem = MatterDelivery.Problem


def register() -> None:
    """Let the outbox send what a killed process left; called from ``AppConfig.ready``."""
    register_sink(SINK, deliver_keys, batch=20)


def key_of(case: Consultation, revision: int, content: str) -> str:
    """What makes a second press of the same button the same answer."""
    return hashlib.sha256(f"{case.pk}:{revision}:{content}".encode()).hexdigest()


def answer_all(
    matter: RelatedMatter,
    drafted_in: Consultation,
    state: EditorState,
    *,
    key: str,
    by: Any,
    left_out: Collection[str] = (),
    figures_read: bool = False,
) -> MatterAnswer:
    """Send what was written in one case to all that this resident has of the matter, but those ``left_out`` by number.

    With a ``key`` that is known it goes on with what that answer still owes. Raises ValidationError by field: what is
    particular to one (``sections``), figures that not all wrote and nobody looked at (``figures``), an article that does not
    stand (``citations``); PermissionDenied for who has no case of it.
    """
    staff = resident_of(by)
    if staff is None:
        raise PermissionDenied(_("只有驻场人员可以答复。"))
    with transaction.atomic():
        # Two presses at once: the second waits here, and finds the first one's answer.
        matter = RelatedMatter.objects.select_for_update().get(pk=matter.pk)
        sent = MatterAnswer.objects.filter(matter=matter, key=key, author=staff).first()
        if sent is None:
            cases = [case for case in in_hand(matter, staff) if case.receipt_number not in left_out]
            if not cases:
                raise WrongState(_("您手上没有这件群体性咨询里等待答复的咨询。"))
            demand_nothing_particular(state, cases, figures_read=figures_read)
            sent = MatterAnswer.objects.create(
                matter=matter,
                author=staff,
                drafted_in=drafted_in,
                key=key,
                content=_with_days(state, drafted_in).as_json(),
                at=clock.now(),
            )
            _owe(sent, cases)
    go_on(sent)
    return sent


def offer_to(sent: MatterAnswer, case: Consultation, *, by: Any, figures_read: bool = False) -> MatterDelivery:
    """Give a case that joined later the answer that the others had. Raises as ``answer_all`` does."""
    staff = resident_of(by)
    with transaction.atomic():
        case = locked(case)
        if staff is None or case.assigned_to_id != staff.pk:
            raise PermissionDenied(_("只有办理人可以答复。"))
        if not may_be_offered(sent, case):
            raise WrongState(_("这件咨询不等待这份答复，可能刚刚有变化，请刷新。"))
        earlier = [row.consultation for row in _sent_to(sent)]
        demand_nothing_particular(from_json(sent.content), [*earlier, case], figures_read=figures_read)
        MatterDelivery.objects.filter(matter_answer=sent, consultation=case, answer__isnull=True).delete()
        (delivery,) = _owe(sent, [case])
    deliver(delivery.pk)
    delivery.refresh_from_db()
    return delivery


def may_be_offered(sent: MatterAnswer, case: Consultation) -> bool:
    """Whether a case waits for its first answer and may have this one."""
    return (
        case.matter_id == sent.matter_id
        and case.state in CAN_BE_ANSWERED
        and case.answered_at is None
        and not Consultation.objects.filter(APART, pk=case.pk).exists()
    )


def go_on(sent: MatterAnswer) -> None:
    """Send to all that are still owed it; may be called again at any time."""
    for key in sent.deliveries.filter(answer__isnull=True, problem="").values_list("pk", flat=True):
        deliver(key)


def deliver_keys(keys: Sequence[str]) -> None:
    """Send what the outbox owes."""
    for key in keys:
        deliver(int(key))


@transaction.atomic
def deliver(key: int) -> None:
    """Answer one case, once. What keeps it back is written down, and keeps no other back."""
    delivery = (
        MatterDelivery.objects.select_for_update(of=("self",))
        .select_related("matter_answer__author__user", "consultation")
        .filter(pk=key)
        .first()
    )
    if delivery is None or delivery.answer_id is not None or delivery.problem:
        return
    try:
        with transaction.atomic():
            delivery.answer = _answer(delivery)
    except WrongState:
        delivery.problem = Problem.MOVED
    except PermissionDenied:
        delivery.problem = Problem.NOT_YOURS
    except _Kept as kept:
        delivery.problem = kept.problem
    except ValidationError:
        delivery.problem = Problem.HELD_BACK
    delivery.save(update_fields=["answer", "problem"])


def demand_nothing_particular(state: EditorState, cases: Sequence[Consultation], *, figures_read: bool) -> None:
    """Raise ValidationError where an answer says what not all of these askers wrote themselves (article 30)."""
    found = particulars_in(words_of(state), cases)
    errors = {}
    if found.words:
        errors["sections"] = _("这些词只属于其中一部分咨询人，统一答复里不能写：%(words)s。") % {
            "words": "、".join(found.words)
        }
    if found.figures and not figures_read:
        errors["figures"] = _("这些数字只有一部分咨询人写过：%(words)s。对每一个人都适用的，请勾选确认。") % {
            "words": "、".join(found.figures)
        }
    if errors:
        raise ValidationError(errors)


def words_of(state: EditorState) -> str:
    """Everything of an answer that all will read, but the law's own words."""
    cited = (f"{row.date_reason}\n{row.outside_title}" for row in state.rows)
    return "\n".join((*(state.word(name) for name in SECTIONS), state.word("late_explanation"), *cited))


def written_for(
    state: EditorState, case: Consultation, claim_number: int, today: date
) -> tuple[WrittenAnswer, list[ReadRow]]:
    """The answer as this case gets it: its explanation of being late only where it is late."""
    read = read_rows(state.rows, case, today)
    written = state.written(read, claim_number)
    if not is_late(case, clock.now()):
        written = replace(written, late_explanation="")
    return written, read


class _Kept(Exception):
    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


def _answer(delivery: MatterDelivery) -> Answer:
    sent = delivery.matter_answer
    case = locked(delivery.consultation)
    if case.answered_at is not None or not may_be_offered(sent, case):
        raise _Kept(Problem.MOVED)
    if not is_declared(case):
        raise _Kept(Problem.CONFLICT)
    written, read = written_for(from_json(sent.content), case, delivery.claim_number, clock.today())
    if any(one.errors for one in read):
        raise _Kept(Problem.LAW)
    return answering.answer(case, written, by=_sender(sent, case))


def _sender(sent: MatterAnswer, case: Consultation) -> Any:
    """Who has the case: the author, or who took over the answer for a case that came later."""
    return case.assigned_to.user if case.assigned_to is not None else sent.author.user


def _owe(sent: MatterAnswer, cases: Sequence[Consultation]) -> list[MatterDelivery]:
    rows = [MatterDelivery(matter_answer=sent, consultation=case, claim_number=case.claim_number) for case in cases]
    made = MatterDelivery.objects.bulk_create(rows)
    enqueue(SINK, [str(row.pk) for row in made], drain_on_commit=False)
    return made


def _sent_to(sent: MatterAnswer) -> list[MatterDelivery]:
    found = MatterDelivery.objects.filter(matter_answer=sent, answer__isnull=False)
    return list(found.filter(consultation__frozen_at__isnull=True).select_related("consultation"))


def _with_days(state: EditorState, case: Consultation) -> EditorState:
    """Every article with the day it is read on and the words it had: the same for all, whatever each says of their own case."""
    rows = []
    for one in read_rows(state.rows, case, clock.today()):
        if one.errors:
            raise ValidationError({"citations": list(one.errors.values())})
        was = None
        if one.article is not None and one.article.instrument_slug:
            was = _place_of(one.article)
        row = replace(one.row, was=was, accepts=False, read_on=one.day, day_typed=one.day.isoformat())
        rows.append(replace(row, words=was.words) if was is not None else row)
    return replace(state, rows=tuple(rows))


def _place_of(article: CitedArticle) -> CitedPlace:
    return CitedPlace(article.instrument_slug, article.locator, article.read_on, article.digest, title=article.written)
