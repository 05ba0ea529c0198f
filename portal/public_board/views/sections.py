"""What stands of a publication on the two pages of a case."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from portal.consultations.models import Consultation
from portal.consultations.neighbours import Offer, Section
from portal.public_board.models import LIVE_STATES, Publication, PublicationState
from portal.public_board.policies import doers
from portal.public_board.services import consenting
from portal.public_board.services.wanting import may_be_offered, page_of
from portal.public_board.views.mine import address_of


def for_citizen(request: HttpRequest, case: Consultation, actor: Any) -> Section | None:
    """Where the publication stands; nothing where nobody ever wished for one."""
    publication = Publication.objects.filter(consultation=case).order_by("-pk").first()
    if publication is None:
        return None
    waits = publication.state == PublicationState.APPROVED
    in_doubt = waits and consenting.is_in_doubt(publication)
    return Section(
        "public_board/mine/section.html",
        {"publication": publication, "url": address_of(case), "waits": waits and not in_doubt, "in_doubt": in_doubt},
    )


def for_staff(request: HttpRequest, case: Consultation) -> Section | None:
    """The way to the publication, for those who work on one."""
    if not doers(request.user, case):
        return None
    publication = Publication.objects.filter(consultation=case).order_by("-pk").first()
    if publication is None:
        return None
    return Section("public_board/workbench/section.html", {"publication": publication, "url": page_of(publication)})


def offers(actor: Any, case: Consultation) -> Iterable[Offer]:
    """Offered after the answer, never where the rules forbid it, and never as the main thing."""
    if case.frozen_at is not None or case.answered_at is None:
        return
    if may_be_offered(case) and not Publication.objects.filter(consultation=case, state__in=LIVE_STATES).exists():
        yield Offer("publication", _("看看公开的样子（默认不公开）"), url=address_of(case))
