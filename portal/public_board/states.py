"""The way of a publication as data: which act leads from where to where, and whose act it is."""

from __future__ import annotations

from enum import StrEnum

from portal.common.transitions import Transition, transition
from portal.public_board.models import PublicationState as S


class PublicationAct(StrEnum):
    """What is done about making a case public: the act of the event in the case's record."""

    WANT = "publication_wanted"
    PREPARE = "publication_prepared"
    SEND_BACK = "publication_sent_back"
    APPROVE = "publication_approved"
    CONSENT = "publication_consented"
    DECLINE = "publication_declined"
    WITHDRAW = "publication_withdrawn"
    TAKE_DOWN = "publication_taken_down"
    BEGIN_ANEW = "publication_begun_anew"
    REFUSE = "publication_refused"
    ASK_REMOVAL = "unpublish_requested"
    KEEP = "unpublish_declined"


class Doer(StrEnum):
    """Whose act it is; what each may do to which case is asked in ``policies``."""

    CITIZEN = "citizen"
    PREPARER = "preparer"
    APPROVER = "approver"
    SYSTEM = "system"
    ANYBODY = "anybody"


A, D = PublicationAct, Doer
UNDER_WAY = (S.WANTED, S.PREPARED, S.APPROVED)
STEPS: dict[PublicationAct, Transition[S, Doer]] = {
    A.WANT: transition((), S.WANTED, D.CITIZEN),
    A.PREPARE: transition((S.WANTED,), S.PREPARED, D.PREPARER),
    A.SEND_BACK: transition((S.PREPARED,), S.WANTED, D.APPROVER),
    A.APPROVE: transition((S.PREPARED,), S.APPROVED, D.APPROVER),
    A.CONSENT: transition((S.APPROVED,), S.PUBLIC, D.CITIZEN),
    A.DECLINE: transition(UNDER_WAY, S.DECLINED, D.CITIZEN),
    A.WITHDRAW: transition((S.PUBLIC,), S.WITHDRAWN, D.CITIZEN),
    A.TAKE_DOWN: transition((S.PUBLIC,), S.WITHDRAWN, D.PREPARER, D.APPROVER, D.SYSTEM),
    # The case says something else now: what was prepared is no longer what would be public.
    A.BEGIN_ANEW: transition(UNDER_WAY, S.WANTED, D.SYSTEM),
    A.REFUSE: transition(UNDER_WAY, S.DECLINED, D.PREPARER, D.APPROVER, D.SYSTEM),
    A.ASK_REMOVAL: transition((S.PUBLIC,), None, D.ANYBODY),
    A.KEEP: transition((S.PUBLIC,), None, D.PREPARER, D.APPROVER),
}
