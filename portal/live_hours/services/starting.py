"""Asking live: the question of the message board, sent with the channel live and looked at by the rules at once."""

from __future__ import annotations

import logging
from typing import Any

from portal.common import clock
from portal.consultations.asking.content import Content
from portal.consultations.models import Consultation, IntakeDraft
from portal.consultations.models.choices import Channel
from portal.consultations.policies import WrongState
from portal.consultations.services.intake.sending import send_at_once
from portal.consultations.services.screening.looking import screen_case
from portal.live_hours.models import LiveThread
from portal.live_hours.services.opening import is_open

logger = logging.getLogger(__name__)


class Closed(WrongState):
    """Nobody could take it now."""


def running_of(citizen: Any) -> Consultation | None:
    """The live conversation that somebody is in; one at a time."""
    thread = (
        LiveThread.objects.filter(consultation__citizen=citizen, became_message_at__isnull=True, ended_at__isnull=True)
        .select_related("consultation")
        .first()
    )
    return thread.consultation if thread is not None else None


def start_live(content: Content, *, citizen: Any) -> IntakeDraft:
    """Send a question to those on duty; gives the receipt. Sent twice it is one case. Raises Closed, ValidationError."""
    sent = Consultation.objects.filter(submission_key=content.submission_key).exists()
    if not sent and not is_open(clock.now()):
        raise Closed("closed")
    receipt = send_at_once(content, citizen=citizen, channel=Channel.LIVE)
    try:
        screen_case(content.receipt_number)
    except Exception as error:  # the outbox looks at it a moment later
        logger.error("live: screening at once failed: %s", type(error).__name__)
    return receipt
