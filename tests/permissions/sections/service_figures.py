"""运行数据: the dashboard and what stands behind it, for supervisors and, to read, for auditors."""

from __future__ import annotations

from datetime import date

from portal.accounts.models import User
from portal.common import clock
from portal.service_figures.models import Commendation
from tests.consultations import builders
from tests.permissions.actors import AUDITOR, EVERYBODY
from tests.permissions.declaring import Section
from tests.permissions.world import World, thing


@thing
def commendation(world: World, owner: User) -> int:
    """One that was given."""
    made = Commendation.objects.create(
        rule="satisfied",
        first_day=date(2026, 1, 1),
        last_day=date(2026, 3, 31),
        staff_code=builders.resident().staff_code,
        value=98.0,
        cases=40,
        is_granted=True,
        note="示范",
        decided_at=clock.now(),
    )
    return int(made.pk)


SUPERVISOR = frozenset({"supervisor"})
READERS = SUPERVISOR | AUDITOR
SECTION = Section("service_figures")
add = SECTION.add

add("workbench/service-figures/", READERS)
add("workbench/service-figures/rows/", READERS, query="?measure=asked")
add("workbench/service-figures/rows.csv", READERS, query="?measure=asked")
add("workbench/service-figures/rising/", READERS)
add("workbench/monthly-report/", READERS)
add("workbench/monthly-report/open-data/", None, SUPERVISOR)
MONTH = {"year": "=2026", "number": "=3"}
add("workbench/monthly-report/<int:year>/<int:number>/", READERS, SUPERVISOR, things=MONTH)
add("workbench/monthly-report/<int:year>/<int:number>/report.docx", READERS, things=MONTH)
add("workbench/commendations/", SUPERVISOR, SUPERVISOR)
add("workbench/commendations/<int:pk>/withdraw/", None, SUPERVISOR, things={"pk": "commendation"})
for public in ("consultations/commendations/", "open-data/", "open-data/open-data.csv", "open-data/open-data.json"):
    add(public, EVERYBODY)
add(r"api/v2/^open-data/$", EVERYBODY)
