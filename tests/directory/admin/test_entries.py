"""Creating and changing entries: what is wrong is said where it stands, what was typed stays, every change has its author."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from cms.core.models import Topic
from cms.directory.models import Affiliation, Institution, Practitioner
from portal.common.audit.models import AuditEntry
from tests.directory import builders
from tests.directory.admin.typed import INSTITUTION, PRACTITIONER, places

pytestmark = pytest.mark.django_db

CREATE = "/admin/directory/institutions/create/"
CREATE_PERSON = "/admin/directory/practitioners/create/"


def words(response: object) -> str:
    return response.content.decode()


def test_a_clerk_adds_an_institution_and_its_history_names_the_clerk(clerk: Client) -> None:
    topic = Topic.objects.get(code="family")

    response = clerk.post(CREATE, INSTITUTION | {"topics": [topic.pk]}, follow=True)

    firm = Institution.objects.get(name="示范新律师事务所")
    assert response.redirect_chain[-1][0] == f"/admin/directory/institutions/inspect/{firm.pk}/"
    assert firm.topic_codes == "family"
    history = words(clerk.get(f"/admin/directory/institutions/history/{firm.pk}/"))
    assert "示例directory_clerk" in history
    assert "新建" in history


def test_the_history_says_what_field_changed_from_what_to_what(clerk: Client) -> None:
    firm = builders.institution(telephone="000-1", district="示范一区")

    clerk.post(
        f"/admin/directory/institutions/edit/{firm.pk}/",
        INSTITUTION
        | {"name": firm.name, "unified_social_credit_code": firm.unified_social_credit_code, "telephone": "000-2"},
    )

    history = words(clerk.get(f"/admin/directory/institutions/history/{firm.pk}/"))
    assert "电话：<del>000-1</del> → <ins>000-2</ins>" in history
    assert "所在区：<del>示范一区</del> → <ins>示范区</ins>" in history


def test_a_wrong_check_character_is_refused_in_words_and_nothing_typed_is_lost(clerk: Client) -> None:
    wrong = builders.credit_code(1)[:-1] + ("0" if builders.credit_code(1)[-1] != "0" else "1")

    response = clerk.post(CREATE, INSTITUTION | {"unified_social_credit_code": wrong, "opening_hours": "周一至周五"})

    assert response.status_code == 200
    assert "末位校验码正确" in words(response)
    assert wrong in words(response)
    assert "周一至周五" in words(response)
    assert not Institution.objects.filter(name="示范新律师事务所").exists()


@pytest.mark.parametrize("field", ["name", "registered_address", "telephone", "licence_number", "other_fields"])
def test_an_identity_number_is_refused_in_any_field(clerk: Client, field: str) -> None:
    response = clerk.post(CREATE, INSTITUTION | {field: f"甲{'11010119900307'}0038"})

    assert response.status_code == 200
    assert "名录从不保存身份证件号码" in words(response)
    assert not Institution.objects.exists()


def test_an_unusual_licence_number_is_saved_with_a_warning(clerk: Client) -> None:
    response = clerk.post(CREATE, INSTITUTION | {"licence_number": "AB12"}, follow=True)

    assert Institution.objects.get().licence_number == "AB12"
    assert "格式不常见" in words(response)


def test_a_licence_number_that_another_has_is_refused_with_its_name(clerk: Client) -> None:
    builders.institution(name="示范旧律师事务所", licence_number="21000202110000001")

    response = clerk.post(CREATE, INSTITUTION | {"licence_number": "21000202110000001"})

    assert "已属于“示范旧律师事务所”" in words(response)


def test_one_degree_alone_is_refused(clerk: Client) -> None:
    response = clerk.post(CREATE, INSTITUTION | {"latitude": "39.9"})

    assert "纬度和经度应当都填写" in words(response)


def test_what_another_changed_meanwhile_in_another_field_is_kept(clerk: Client) -> None:
    """The form sends every field; only those that this person changed are written."""
    firm = builders.institution(telephone="000-1")
    sent = INSTITUTION | {
        "name": firm.name,
        "unified_social_credit_code": firm.unified_social_credit_code,
        "district": firm.district,
        "telephone": "000-1",
        "website": "https://example.invalid/",
    }
    Institution.objects.filter(pk=firm.pk).update(opening_hours="周一至周五")

    clerk.post(f"/admin/directory/institutions/edit/{firm.pk}/", sent | {"opening_hours": "周一至周五"})

    firm.refresh_from_db()
    assert (firm.website, firm.opening_hours) == ("https://example.invalid/", "周一至周五")


def test_a_practitioner_is_saved_with_where_they_work(clerk: Client) -> None:
    firm = builders.institution()
    row = {"institution": firm.pk, "is_main": "on", "role": "合伙人", "started_on": "2021-05-01"}

    clerk.post(CREATE_PERSON, PRACTITIONER | places(row, {}))

    found = Affiliation.objects.get()
    assert (found.practitioner.name, found.institution, found.role, found.is_main) == ("示例新", firm, "合伙人", True)
    assert found.history.get().history_user.username == "directory_clerk"


def test_a_move_ends_the_old_row_and_begins_a_new_one(clerk: Client) -> None:
    old, new = builders.institution(), builders.institution()
    person = builders.practitioner(old, name="示例新", licence_number="10000202110000001")
    row = person.affiliations.get()
    sent = PRACTITIONER | places(
        {
            "id": row.pk,
            "practitioner": person.pk,
            "institution": old.pk,
            "is_main": "on",
            "started_on": "2020-01-01",
            "ended_on": "2026-03-01",
        },
        {"practitioner": person.pk, "institution": new.pk, "is_main": "on", "started_on": "2026-03-01"},
        known=1,
    )

    response = clerk.post(f"/admin/directory/practitioners/edit/{person.pk}/", sent, follow=True)

    assert "已保存" in words(response)
    rows = {row.institution: row for row in person.affiliations.all()}
    assert rows[old].ended_on == date(2026, 3, 1)
    assert (rows[new].is_main, rows[new].started_on, rows[new].ended_on) == (True, date(2026, 3, 1), None)
    history = words(clerk.get(f"/admin/directory/practitioners/history/{person.pk}/"))
    assert "2026年3月1日" in history
    assert new.name in history


def test_two_main_places_at_a_time_are_refused_in_words_and_both_rows_stay(clerk: Client) -> None:
    first, second = builders.institution(), builders.institution()
    rows = [{"institution": firm.pk, "is_main": "on", "role": "律师"} for firm in (first, second)]

    response = clerk.post(CREATE_PERSON, PRACTITIONER | places(*rows))

    assert response.status_code == 200
    assert "同时只能有一个主执业机构" in words(response)
    assert first.name in words(response)
    assert not Practitioner.objects.exists()


def test_a_row_that_ends_before_it_began_is_refused_beside_the_field(clerk: Client) -> None:
    row = {"institution": builders.institution().pk, "started_on": "2024-05-01", "ended_on": "2024-04-01"}

    response = clerk.post(CREATE_PERSON, PRACTITIONER | places(row))

    assert "结束日期不能早于开始日期" in words(response)
    assert not Practitioner.objects.exists()


def test_whoever_works_nowhere_is_saved_with_a_warning(clerk: Client) -> None:
    response = clerk.post(CREATE_PERSON, PRACTITIONER | places({}, {}), follow=True)

    assert Practitioner.objects.count() == 1
    assert "没有填写执业机构" in words(response)


def test_an_entry_with_a_record_is_not_deleted_and_the_page_says_why(clerk: Client) -> None:
    person = builders.practitioner(builders.institution())
    builders.shown_penalty(person)

    page = clerk.get(f"/admin/directory/practitioners/delete/{person.pk}/")
    sent = clerk.post(f"/admin/directory/practitioners/delete/{person.pk}/")

    assert "有处罚或者处分记录，不能删除" in words(page)
    assert "有处罚或者处分记录，不能删除" in words(sent)
    assert Practitioner.objects.filter(pk=person.pk).exists()


def test_an_entry_that_nothing_hangs_on_is_deleted_and_stands_in_the_log(clerk: Client) -> None:
    firm = builders.institution()

    clerk.post(f"/admin/directory/institutions/delete/{firm.pk}/")

    assert not Institution.objects.exists()
    entry = AuditEntry.objects.get(act="deleted")
    assert (entry.actor_name, entry.subject_name) == ("directory_clerk", firm.name)


def test_an_entry_that_is_not_public_is_shown_to_the_clerk_as_such(clerk: Client) -> None:
    firm = builders.institution(status="unlisted")

    page = words(clerk.get(f"/admin/directory/institutions/inspect/{firm.pk}/"))

    assert "不公开" in page
    assert firm.get_absolute_url() not in page


def test_an_export_holds_what_is_listed_and_stands_in_the_log(clerk: Client) -> None:
    builders.institution(name="示范甲律师事务所", district="示范一区")
    builders.institution(name="示范乙律师事务所", district="示范二区")

    response = clerk.get("/admin/directory/institutions/?district=示范一区&export=csv")

    table = b"".join(response.streaming_content).decode()
    assert "示范甲律师事务所" in table
    assert "示范乙律师事务所" not in table
    entry = AuditEntry.objects.get(act="exported")
    assert (entry.actor_name, entry.details) == ("directory_clerk", {"rows": 1, "filters": "所在区：示范一区"})


def test_the_entry_page_leads_to_drafting_a_record_only_for_who_may(clerk: Client, browser: Callable) -> None:
    person = builders.practitioner(builders.institution())
    address = f"/admin/directory/practitioners/inspect/{person.pk}/"

    assert f"/admin/directory/penalties/create/?practitioner={person.pk}" in words(clerk.get(address))
    assert "/admin/directory/penalties/create/" not in words(browser("directory_approver").get(address))
