"""Messages and duty phones of staff, what was not delivered, and what the demo would have sent."""

from __future__ import annotations

from django.db import transaction

from portal.accounts.models import User
from portal.common import clock
from portal.notifications.contacts import SMS, Contact
from portal.notifications.models import Delivery
from portal.notifications.own_texts import STAFF_URGENT
from portal.notifications.services import tell
from tests.permissions.actors import ADMINISTRATOR, AUDITOR, EVERYBODY, WORKBENCH_STAFF
from tests.permissions.declaring import Section
from tests.permissions.world import World, thing

SECTION = Section("notifications")
add = SECTION.add


@thing
def undelivered(world: World, owner: User) -> int:
    """An SMS that was refused."""
    with transaction.atomic():
        made = tell(Contact(SMS, "13800000001"), STAFF_URGENT, key=f"permissions:{owner.pk}", not_before=clock.now())
    Delivery.objects.filter(pk=made.pk).update(state="failed", last_error="HTTP 400")
    return made.pk


add("workbench/messages/", WORKBENCH_STAFF, WORKBENCH_STAFF)
add("workbench/messages/settings/", WORKBENCH_STAFF, WORKBENCH_STAFF)
READERS = ADMINISTRATOR | AUDITOR
SECTION.add_list("admin/reports/undelivered/", READERS)
add("admin/reports/undelivered/<int:pk>/", READERS, ADMINISTRATOR, things={"pk": "undelivered"})
add("admin/duty-phones/", ADMINISTRATOR)
add("admin/duty-phones/<int:pk>/", ADMINISTRATOR, ADMINISTRATOR, things={"pk": "own_account"})
add("demo/messages/", EVERYBODY)
