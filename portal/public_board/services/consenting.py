"""The citizen's word on the exact page (article 30): yes makes it public, no ends it. Nothing but a yes to this page is one."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.common import clock
from portal.consultations import neighbours
from portal.consultations.actors import Actor
from portal.consultations.models import Consultation
from portal.consultations.policies import WrongState, demand_citizen
from portal.public_board.models import Publication, PublicationConsent, PublicationState
from portal.public_board.policies import demand
from portal.public_board.services.moving import EMPTY, changed, held
from portal.public_board.services.preparing import cleared_words, demand_allowed, is_current, to_clear
from portal.public_board.services.wanting import live_of
from portal.public_board.states import PublicationAct

IN_DOUBT = gettext_lazy(
    "这份答复正在复查：引用的法律有变动，或者有人认为有误。复查完以前不能公开，您现在不用做什么。复查完了会告诉您，您可以看过那时的样子再决定；不想公开的，随时可以选“不公开”。"
)


def consent(publication: Publication, digest: str, agrees: bool, *, by: Actor) -> Publication:
    """Agree to the page with this digest, the one that was shown. Raises ValidationError without the tick, WrongState where
    the page is another by now, its answer is in doubt, or the rules forbid it since."""
    with transaction.atomic():
        publication = held(publication)
        doer = demand(by, PublicationAct.CONSENT, publication)
        if not agrees:
            raise ValidationError({"agrees": _("没有勾选同意，就不会公开。不想公开的，请选“不公开”。")})
        if is_in_doubt(publication):
            raise WrongState(IN_DOUBT)
        if digest != publication.content_digest or not is_current(publication):
            raise WrongState(_("页面刚刚有变化，请看过新的样子再决定。"))
        demand_allowed(publication)
        if not {one.words for one in to_clear(publication)} <= cleared_words(publication):
            raise WrongState(_("公开前的检查又发现了需要核对的文字，工作人员会再看一遍。"))
        at = clock.now()
        given = PublicationConsent.objects.create(publication=publication, content_digest=digest, is_given=True, at=at)
        content = {"publication_consent": given.pk, "page": digest}
        changed(publication, PublicationAct.CONSENT, by, doer, at=at, said=content, published_at=at)
        return publication


def is_in_doubt(publication: Publication) -> bool:
    """Whether an answer of the page is being looked at again. Asked with the publication held, as who puts a doubt on file
    holds it (``doubting``): a consent comes before the doubt, and people are told, or after it."""
    return bool(neighbours.cases_in_doubt([publication.consultation_id]))


def decline(case: Consultation, *, by: Actor) -> Publication:
    """Not to be public: at any time before it is. What was prepared is erased, and what one of
    the staff wrote to the other: the note of a page that is declined is the citizen's to read."""
    with transaction.atomic():
        publication = live_of(case)
        if publication is None:
            demand_citizen(by, case)
            raise WrongState(_("这件咨询没有在办理公开。"))
        publication = held(publication)
        doer = demand(by, PublicationAct.DECLINE, publication)
        at, content = clock.now(), {}
        if publication.state == PublicationState.APPROVED:
            said = PublicationConsent.objects.create(
                publication=publication, content_digest=publication.content_digest, is_given=False, at=at
            )
            content = {"publication_consent": said.pk, "page": said.content_digest}
        return changed(publication, PublicationAct.DECLINE, by, doer, at=at, said=content, **EMPTY, spans="[]", note="")
