"""Who is told that answers wait for a second look: each once, however many there are."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext as _

from portal.changed_law.models import Outcome, SecondLook
from portal.common import clock
from portal.consultations.models import ResidentStaff
from portal.consultations.models.querysets import SUPPORT
from portal.consultations.services.case.telling import BACKEND, tell_supervisors
from portal.notifications.services import notify

ADDRESS = "/workbench/changed-law/"


def tell_of_new() -> None:
    """Tell the residents who have the cases (of who is gone, their back office) and the supervisors of what nobody was told of,
    one message each: seven statements for any number of answers."""
    with transaction.atomic():
        fresh = SecondLook.objects.select_for_update().filter(told_at__isnull=True, outcome=Outcome.OPEN)
        rows = list(fresh.values_list("pk", "consultation__assigned_to", "answer__author"))
        if not rows:
            return
        holders = {holder or author for _pk, holder, author in rows if holder or author}
        staff = list(
            ResidentStaff.objects.filter(pk__in=holders).select_related("user", "resident_institution__institution")
        )
        words = _("有答复需要复查：引用的法律有变动，或者有人认为答复有误。")
        notify([one.user for one in staff if is_there(one)], words, url=ADDRESS)
        houses = {one.resident_institution.institution_id for one in staff if not is_there(one)}
        if houses:
            notify(_offices_of(houses), words, url=ADDRESS)
        tell_supervisors(_("有%(count)d份答复需要复查。") % {"count": len(rows)}, ADDRESS)
        fresh.filter(pk__lte=max(pk for pk, _holder, _author in rows)).update(told_at=clock.now())


def is_there(staff: ResidentStaff) -> bool:
    """Whether a resident still works here; a leave is no going."""
    return staff.duty == ResidentStaff.Duty.ACTIVE and staff.user.is_active


def _offices_of(houses: set[int]) -> Any:
    return get_user_model().objects.with_perm(SUPPORT, backend=BACKEND).filter(institution__in=houses)
