"""What the pages of one case say of its matter."""

from __future__ import annotations

from django.http import HttpRequest

from portal.consultations.actors import Actor
from portal.consultations.models import Consultation
from portal.consultations.models.querysets import SUPERVISE
from portal.consultations.neighbours import Section
from portal.consultations.policies import parties_of
from portal.consultations.states import Party
from portal.group_matters.models import MatterAnswer
from portal.group_matters.services.answering_all import may_be_offered
from portal.group_matters.services.finding import sees_all
from portal.group_matters.services.telling_of_others import are_many


def for_citizen(_request: HttpRequest, case: Consultation, _actor: Actor) -> Section | None:
    """That many have asked the same, where it is many; never how many, never who."""
    return Section("group_matters/many.html") if are_many(case) else None


def for_staff(request: HttpRequest, case: Consultation) -> Section | None:
    """The way to the matter, and the answer the others had; to a supervisor the way to put it into one."""
    user = request.user
    may_sort = user.has_perm(SUPERVISE)
    matter = case.matter
    if matter is None or not matter.takes_more:
        return Section("group_matters/on_case.html", {"may_sort": True}) if may_sort else None
    holds = Party.RESIDENT in parties_of(user, case)
    if not holds and not sees_all(user):
        return None
    latest = MatterAnswer.objects.filter(matter=matter).order_by("-at").first() if holds else None
    offered = latest is not None and may_be_offered(latest, case)
    return Section("group_matters/on_case.html", {"matter": matter, "may_sort": may_sort, "offered": offered})
