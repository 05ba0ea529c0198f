"""Who opened which case when, from the audit log (article 25)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from portal.accounts.roles import ROLES
from portal.common.audit.models import Act, AuditEntry
from portal.common.clock import SHANGHAI
from portal.complaints.models import Complaint
from portal.consultations.models import Consultation
from portal.consultations.services.intake.numbers import normalised_receipt_number

KINDS = ("resident", "back_office", "moderator", "expert", "supervisor")
"""Roles as the citizen is told of them, the nearest to the case first."""


def openings(said: Mapping[str, Any], *, by: Any) -> QuerySet[AuditEntry]:
    """Openings that fit, the latest first: ``number``, ``account``, ``since``, ``until``; each may be missing. None of what
    ``by`` asked or complained of: the accounts would say who bears the code (article 22)."""
    found = AuditEntry.objects.filter(act__in=(Act.CASE_OPENED, Act.PERSONAL_DATA_OPENED)).order_by("-id")
    found = found.exclude(subject__in=_own_subjects(by))
    if said.get("number"):
        found = found.filter(subject_name=normalised_receipt_number(said["number"]))
    if said.get("account"):
        found = found.filter(actor_name=said["account"].strip())
    if said.get("since"):
        found = found.filter(at__gte=datetime.combine(said["since"], time(0), SHANGHAI))
    if said.get("until"):
        found = found.filter(at__lt=datetime.combine(said["until"] + timedelta(days=1), time(0), SHANGHAI))
    return found


def _own_subjects(by: Any) -> list[str]:
    """How the log names the cases and complaints that somebody brought."""
    own = (Consultation.objects.filter(citizen=by), Complaint.objects.filter(consultation__citizen=by))
    return [f"{rows.model._meta.label_lower}:{key}" for rows in own for key in rows.values_list("pk", flat=True)]


def openings_by_kind(case: Consultation) -> list[tuple[str, int]]:
    """How often a case was opened by which kind of people, for its citizen: no names, no accounts. Two queries."""
    subject = f"{case._meta.label_lower}:{case.pk}"
    actors = Counter(
        AuditEntry.objects.filter(subject=subject, act=Act.CASE_OPENED).values_list("actor_id", flat=True).order_by()
    )
    people = get_user_model().objects.filter(pk__in=[pk for pk in actors if pk]).prefetch_related("groups")
    kinds: Counter[str] = Counter()
    told = 0
    for person in people:
        names = {group.name for group in person.groups.all()}
        kind = next((ROLES[code].name for code in KINDS if ROLES[code].name in names), "")
        kinds[kind or _("其他工作人员")] += actors[person.pk]
        told += actors[person.pk]
    left = sum(actors.values()) - told
    if left:
        kinds[_("其他工作人员")] += left
    return sorted(kinds.items(), key=lambda pair: (-pair[1], pair[0]))
