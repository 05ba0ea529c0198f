"""Who is told of what happens to a case, in the transaction of the act. No words here name a matter or a person."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from portal.accounts.citizens.bounds import DAY, Bound, TooOften, count_use
from portal.common import clock
from portal.consultations.citizen_texts import WITHIN, Told, text_code
from portal.consultations.models import AgreementConsent, CitizenContact, Consultation, ResidentStaff
from portal.consultations.models.choices import AgeBand
from portal.consultations.models.querysets import APPROVE_OPENING, MODERATE, SUPERVISE, SUPPORT
from portal.notifications.contacts import MAIL, SMS, Contact, Kind
from portal.notifications.quiet_hours import QuietHours
from portal.notifications.services import notify, tell

__all__ = [
    "BACKEND",
    "Told",
    "is_told_outside",
    "tell_back_office",
    "tell_citizen",
    "tell_moderators",
    "tell_office_of",
    "tell_resident",
    "tell_supervisors",
    "tell_who_lets_in",
]

logger = logging.getLogger(__name__)

BACKEND = "django.contrib.auth.backends.ModelBackend"
TO_ONE_ADDRESS = Bound("told_address_day", 20, DAY)
"""Nobody proves that the number they give is theirs: a stranger's telephone is not to ring all day."""
NEWS_FOR = timedelta(days=7)
"""What could not be sent within a week is news no more."""


def tell_citizen(case: Consultation, told: Told) -> None:
    """Tell the citizen: in the portal if they have an account, and by the ways they chose, within the hours they chose.

    What goes to a phone or a mailbox needs the consent to that purpose, and nothing goes there of a case that is
    quarantined. Called after the act is on record: its event names the occasion, so that nobody is told of it twice.
    """
    if case.citizen is not None:
        notify([case.citizen], str(WITHIN[told]), url=case.get_absolute_url())
    if case.is_quarantined:
        return
    wish = CitizenContact.objects.filter(consultation=case).first()
    if wish is None or not _agreed_to_be_told(case):
        return
    for contact in _chosen(wish):
        if not _is_within_the_day(contact):
            continue
        tell(
            contact,
            text_code(told),
            key=f"{key_prefix(case)}{_occasion(case, told)}:{contact.kind}",
            expires_at=clock.now() + NEWS_FOR,
            quiet=_quiet(wish),
        )


def is_told_outside(case: Consultation) -> bool:
    """Whether news of a case go to a phone or a mailbox: an address was given, and the consent to that purpose."""
    wish = CitizenContact.objects.filter(consultation=case).first()
    return wish is not None and any(True for _contact in _chosen(wish)) and _agreed_to_be_told(case)


def key_prefix(case: Consultation) -> str:
    """What the keys of all that was sent outside about a case begin with (``notifications.services.forget``)."""
    return f"case:{case.pk}:"


def tell_resident(case: Consultation, words: str) -> None:
    """Tell whoever has the case."""
    if case.assigned_to is not None:
        notify([case.assigned_to.user], words, url=case.workbench_url)


def tell_back_office(case: Consultation, words: str) -> None:
    """Tell the back office of the institution that has the case."""
    if case.assigned_to is not None:
        tell_office_of(case.assigned_to, words, url=case.workbench_url)


def tell_office_of(staff: ResidentStaff, words: str, *, url: str) -> None:
    """Tell the back office of a resident's institution."""
    institution = staff.resident_institution.institution_id
    found = get_user_model().objects.with_perm(SUPPORT, backend=BACKEND).filter(institution=institution)
    notify(found, words, url=url)


def tell_who_lets_in(case: Consultation) -> None:
    """Tell who approves openings that the case of somebody under 14 has a new holder, who waits to be let in."""
    if case.age_band == AgeBand.UNDER_14:
        found = get_user_model().objects.with_perm(APPROVE_OPENING, backend=BACKEND)
        notify(found, _("有一件未成年人的咨询等您批准办理人查阅。"), url="/workbench/minors/")


def tell_moderators(case: Consultation, words: str, *, urgent: bool = False, url: str = "") -> None:
    """Tell every moderator; ``urgent`` wakes those who gave a phone for duty, whatever the hour. ``url`` leads elsewhere than
    to the page of the case."""
    people = get_user_model().objects.with_perm(MODERATE, backend=BACKEND)
    notify(people, words, url=url or case.workbench_url, urgent=urgent)


def tell_supervisors(words: str, url: str, *, urgent: bool = False) -> None:
    """Tell every supervisor; ``urgent`` as for moderators."""
    notify(get_user_model().objects.with_perm(SUPERVISE, backend=BACKEND), words, url=url, urgent=urgent)


def _agreed_to_be_told(case: Consultation) -> bool:
    purposes = AgreementConsent.objects.filter(consultation=case).values_list("purposes", flat=True).first()
    return "contact" in (purposes or [])


def _chosen(wish: CitizenContact) -> Iterator[Contact]:
    ways: list[tuple[bool, Kind, str]] = [(wish.by_sms, SMS, wish.phone), (wish.by_email, MAIL, wish.email)]
    for is_chosen, kind, address in ways:
        if is_chosen and address:
            try:
                yield Contact(kind, address)
            except ValidationError:  # an answer must not fail on how a number was typed
                logger.warning("case %s: the %s address is none", wish.consultation_id, kind)


def _is_within_the_day(contact: Contact) -> bool:
    try:
        count_use(TO_ONE_ADDRESS, f"{contact.kind}:{contact.address}", clock.now())
    except TooOften:
        return False
    return True


def _quiet(wish: CitizenContact) -> QuietHours | None:
    if wish.safe_from is None or wish.safe_until is None:
        return None
    return QuietHours.outside(wish.safe_from, wish.safe_until)


def _occasion(case: Consultation, told: Told) -> str:
    """One act, or one reminder: reminders leave no event of their own."""
    event = case.events.aggregate(last=Max("sequence"))["last"] or 0
    return f"{told}:{event}.{case.reminders_sent}"
