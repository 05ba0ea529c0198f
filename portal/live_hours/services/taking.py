"""Taking a live conversation: the claim of the message board, with one more bound."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from portal.consultations.actors import Actor
from portal.consultations.models import Consultation, ResidentStaff
from portal.consultations.policies import WrongState, resident_of
from portal.consultations.services.residents.balancing import takeable_by
from portal.consultations.services.residents.claiming import claim
from portal.live_hours.models import LiveHoursSettings
from portal.live_hours.services.opening import TooManyLive, live_in_hand, too_many_words


def waiting_for(staff: ResidentStaff) -> QuerySet[Consultation]:
    """Live conversations that a resident could take, who waits longest first."""
    found = takeable_by(staff).filter(
        live_thread__isnull=False,
        live_thread__became_message_at__isnull=True,
        live_thread__ended_at__isnull=True,
    )
    return found.order_by("-is_urgent", "live_thread__waiting_since", "pk")


def take(number: str, *, by: Actor) -> Consultation:
    """Take one that waits: of two who try, one has it. Raises what ``claiming.claim`` raises, TooMany, WrongState. The bound is
    asked here to say no before anything is locked; what holds is ``threads.follow_case``, in the claim's transaction."""
    staff = resident_of(by)
    case = waiting_for(staff).filter(receipt_number=number).first() if staff is not None else None
    if staff is None or case is None:
        raise WrongState(_("这件在线咨询刚刚被别人接办，或者已经转成留言。"))
    most = LiveHoursSettings.load().most_at_once
    if live_in_hand(staff) >= most:
        raise TooManyLive(too_many_words(most))
    return claim(case, by=by)
