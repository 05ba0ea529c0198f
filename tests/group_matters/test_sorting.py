"""A supervisor puts cases together and apart, with the reason on file."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from portal.consultations.records.verifying import Tally, verify_records
from portal.group_matters.models import MatterChange
from portal.group_matters.services import sorting
from portal.notifications.models import Notification
from tests.consultations import builders
from tests.consultations.residents.people import browser_of
from tests.consultations.screening.cases import screened
from tests.group_matters.people import TEXT, fresh, matter_of

pytestmark = [pytest.mark.django_db, pytest.mark.integration]
OTHER = "快递公司把我寄的电脑弄丢了，只肯赔三倍运费，我没有保价怎么办？"


def test_two_cases_become_one_matter_and_each_record_says_so() -> None:
    supervisor = builders.person("supervisor")
    one, other = screened(TEXT), screened(OTHER)
    matter = sorting.join(one.written_number, other.written_number, "同一栋楼的同一件事。", by=supervisor)
    assert fresh(one).matter == fresh(other).matter == matter
    for case in (one, other):
        assert case.events.get(act="join_matter").content["matter"] == matter.pk
    assert not list(verify_records(Tally()))


def test_what_was_taken_out_by_hand_is_not_put_back_by_the_rules() -> None:
    supervisor = builders.person("supervisor")
    matter, cases = matter_of(3)
    sorting.split(cases[1], "是另一家开发商。", by=supervisor)
    assert fresh(cases[1]).matter != matter
    late = screened(TEXT)
    assert fresh(late).matter == matter
    assert fresh(cases[1]).matter != matter
    assert not list(verify_records(Tally()))


@pytest.mark.parametrize("role", ["moderator", "resident"])
def test_nobody_but_a_supervisor_sorts(role: str) -> None:
    _matter, cases = matter_of(2)
    with pytest.raises(PermissionDenied):
        sorting.split(cases[0], "理由", by=builders.person(role))
    with pytest.raises(PermissionDenied):
        sorting.join(cases[0].receipt_number, cases[1].receipt_number, "理由", by=builders.person(role))


def test_no_change_without_a_reason_and_the_reason_lies_encrypted() -> None:
    supervisor = builders.person("supervisor")
    _matter, cases = matter_of(2)
    with pytest.raises(ValidationError):
        sorting.split(cases[0], "  ", by=supervisor)
    browser = browser_of(supervisor)
    address = f"{fresh(cases[0]).matter.workbench_url}split/{cases[0].receipt_number}/"
    kept = browser.post(address, {"reason": ""})
    assert kept.status_code == 400
    assert "请写明理由" in kept.content.decode()
    browser.post(address, {"reason": "不是同一家公司。"})
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT reason FROM group_matters_matterchange")
        assert "公司" not in cursor.fetchone()[0]
    assert MatterChange.objects.get().reason == "不是同一家公司。"


def test_article_29_the_supervisor_is_told_at_ten_and_once() -> None:
    supervisor = builders.person("supervisor")
    matter, _cases = matter_of(11)
    (told,) = Notification.objects.filter(recipient=supervisor, text__contains="群体性")
    assert told.url == matter.workbench_url
