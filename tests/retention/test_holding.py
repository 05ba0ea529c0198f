"""Article 32: a legal hold keeps what would go, until another person releases it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from portal.common.audit.models import Act, AuditEntry
from portal.consultations.models import Consultation
from portal.notifications.models import Notification
from portal.retention.services import holding, purging
from portal.retention.services.holding import Which
from tests.consultations import builders
from tests.retention.purges import YEARS, closed, purged

pytestmark = [pytest.mark.django_db, pytest.mark.integration]


def test_a32_a_legal_hold_stops_purging_until_another_person_releases_it(travel: Any) -> None:
    case, first, second = closed(), builders.person("supervisor"), builders.person("supervisor")
    travel(**YEARS)
    hold = holding.place(Which((case.written_number,)), "示范法院", "（2026）示1号", "案件需要", by=first)
    with pytest.raises(purging.NotPurged, match="依法保存：示范法院"):
        purged(case)
    with pytest.raises(PermissionDenied, match="另一个人"):
        holding.release(hold, "不需要了", by=first)
    holding.release(hold, "案件结束", by=second)
    assert list(case.events.order_by("sequence").values_list("act", "actor_kind", "actor_ref"))[-2:] == [
        ("legal_hold", "supervisor", str(first.pk)),
        ("release_hold", "supervisor", str(second.pk)),
    ]
    assert {*AuditEntry.objects.values_list("act", flat=True)} >= {Act.HOLD_PLACED, Act.HOLD_RELEASED}
    assert Notification.objects.filter(recipient=second, url=f"/workbench/holds/{hold.pk}/").exists()
    purged(case)
    assert not Consultation.objects.filter(pk=case.pk).exists()


def test_a_hold_is_placed_on_all_that_fit_a_filter_and_never_on_everything_by_mistake() -> None:
    home = builders.resident_institution()
    staff = builders.resident(home)
    ours, other = [builders.claimed(staff), builders.claimed(staff)], builders.claimed()
    by = builders.person("supervisor")
    hold = holding.place(Which(institution=home), "示范局", "", "检查", by=by)
    assert set(hold.cases.all()) == set(ours)
    assert other not in hold.cases.all()
    with pytest.raises(ValidationError, match="筛选条件"):
        holding.place(Which(), "示范局", "", "检查", by=by)
    with pytest.raises(ValidationError, match="没有这个咨询编号"):
        holding.place(Which(("00000000000",)), "示范局", "", "检查", by=by)
    with pytest.raises(PermissionDenied):
        holding.place(Which(institution=home), "示范局", "", "检查", by=builders.person("moderator"))


def test_the_reason_of_a_hold_lies_encrypted() -> None:
    holding.place(
        Which((closed().receipt_number,)), "示范法院", "", "涉及王某某的案件", by=builders.person("supervisor")
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT reason FROM retention_legalhold")
        assert "王某某" not in cursor.fetchone()[0]
