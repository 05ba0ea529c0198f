"""Article 13: what the directory says of institutions and of those who work there."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from cms.core.models import Topic
from cms.directory import catalogue
from cms.directory.licence_numbers import licence_warning
from cms.directory.models import Affiliation, Institution, Practitioner
from cms.directory.models.entries import years_of_practice
from cms.directory.pinyin import short_initials, spell
from cms.directory.services.entries import (
    delete_entry,
    end_affiliation,
    move_practitioner,
    save_entry,
    warnings_of,
)
from portal.common.outbox.models import OutboxRow
from tests.directory.builders import TODAY, clerk, credit_code, institution, practitioner, shown_penalty, user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("first", "day", "years"),
    [
        (date(2015, 3, 10), date(2026, 3, 9), 10),
        (date(2015, 3, 10), date(2026, 3, 10), 11),
        (date(2020, 2, 29), date(2021, 2, 28), 0),
        (date(2020, 2, 29), date(2021, 3, 1), 1),
        (date(2026, 3, 11), date(2026, 3, 10), None),
        (None, date(2026, 3, 10), None),
    ],
)
def test_article_13_years_of_practice_are_full_years_since_the_first_licence(first: Any, day: date, years: Any) -> None:
    assert years_of_practice(first, day) == years


def test_article_13_years_of_practice_are_never_stored() -> None:
    assert "years_of_practice" not in {field.name for field in Practitioner._meta.get_fields()}


def test_article_13_the_check_character_of_a_credit_code_is_enforced() -> None:
    wrong = credit_code(900)[:-1] + ("0" if credit_code(900)[-1] != "0" else "1")
    with pytest.raises(ValidationError) as refused:
        institution(unified_social_credit_code=wrong)
    assert "unified_social_credit_code" in refused.value.message_dict
    assert institution(
        unified_social_credit_code=f" {credit_code(901).lower()} "
    ).unified_social_credit_code == credit_code(901)


def test_article_13_the_database_refuses_what_cannot_be_a_credit_code() -> None:
    firm = institution()
    for code in ("", "123", "31000000MD000000I1"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Institution.objects.filter(pk=firm.pk).update(unified_social_credit_code=code)


def test_article_13_codes_and_licences_may_be_absent_but_never_doubled() -> None:
    for _number in range(2):
        institution(unified_social_credit_code="", licence_number="")
        practitioner(kind="mediator", licence_number="")
    first = practitioner()
    with pytest.raises(IntegrityError), transaction.atomic():
        practitioner(licence_number=first.licence_number)
    assert practitioner(kind="notary", licence_number=first.licence_number).pk


def test_article_13_an_unusual_licence_number_warns_and_is_kept() -> None:
    person = practitioner(licence_number="京2015-1")
    assert warnings_of(person)
    assert Practitioner.objects.get().licence_number == "京2015-1"
    assert not licence_warning("lawyer", "10000201510000001")
    assert licence_warning("mediator", "1")
    assert not licence_warning("mediator", None)


def test_article_13_identity_numbers_are_stored_in_no_field() -> None:
    number = "110101199003074512"
    for values in ({"biography": f"身份证{number}"}, {"name": number}, {"licence_number": number}):
        with pytest.raises(ValidationError):
            practitioner(**values)
    assert not Practitioner.objects.exists()
    assert not Practitioner.history.exists()


def test_article_13_an_address_carries_no_key_and_no_licence_number_and_never_changes() -> None:
    person = practitioner(name="示例丁")
    slug = person.slug
    assert slug.startswith("shi-li-ding-")
    assert person.licence_number not in slug
    assert person.get_absolute_url() == f"/directory/practitioners/{slug}/"
    person.name = "示例戊"
    person.save()
    assert Practitioner.objects.get().slug == slug


def test_article_13_two_of_one_name_have_two_addresses() -> None:
    assert practitioner(name="示例").slug != practitioner(name="示例").slug
    same = {"name": "示例", "kind": "mediator", "licence_number": None}
    assert practitioner(**same).slug != practitioner(**same).slug


@pytest.mark.parametrize(
    ("name", "initials"), [("张国成", "zgc"), ("曾示范", "zsf"), ("单一", "sy"), ("尉迟示例", "ycsl"), ("吕示", "ls")]
)
def test_article_13_names_are_spelt_as_surnames_are_read(name: str, initials: str) -> None:
    assert spell(name, is_person=True).initials == initials


def test_article_13_what_all_firms_are_called_is_left_out_of_short_initials() -> None:
    assert short_initials("示范一律师事务所") == "sfy"
    assert short_initials("律师事务所") == ""


def test_article_13_one_main_institution_at_a_time() -> None:
    person = practitioner(institution())
    with pytest.raises(IntegrityError), transaction.atomic():
        Affiliation.objects.create(practitioner=person, institution=institution())
    with pytest.raises(IntegrityError), transaction.atomic():
        Affiliation.objects.filter(practitioner=person).update(ended_on=date(2019, 1, 1))


def test_article_13_who_moves_is_in_the_old_team_until_that_day_and_in_the_new_one_from_it() -> None:
    old, new = institution(), institution()
    person = practitioner(old)
    move_practitioner(person, new, date(2026, 3, 10), by=clerk())
    assert list(catalogue.team_of(old, date(2026, 3, 9))) == [person]
    assert list(catalogue.team_of(old, date(2026, 3, 10))) == []
    assert list(catalogue.team_of(new, date(2026, 3, 9))) == []
    assert list(catalogue.team_of(new, date(2026, 3, 10))) == [person]


def test_article_13_who_has_left_works_nowhere() -> None:
    person = practitioner(institution())
    end_affiliation(person.affiliations.get(), TODAY, by=clerk())
    (found,) = catalogue.practitioners(TODAY)
    assert found.current_affiliations == []


def test_article_13_every_change_has_its_author() -> None:
    writer = clerk()
    firm = save_entry(Institution(kind="law_firm"), {"name": "示范甲律师事务所"}, by=writer)
    firm = save_entry(firm, {"district": "示范区"}, by=writer, topics=Topic.objects.filter(code="labour"))
    assert set(firm.history.values_list("history_user", flat=True)) == {writer.pk}
    assert firm.history.first().topic_codes == "labour"
    assert [topic.code for topic in firm.topics.all()] == ["labour"]


def test_article_13_topics_ticked_elsewhere_are_in_the_history_too() -> None:
    firm = institution()
    firm.topics.set(Topic.objects.filter(code__in=["family", "labour"]))
    assert Institution.objects.get().topic_codes == "family labour"
    assert firm.history.first().topic_codes == "family labour"


def test_article_13_without_the_permission_nobody_changes_an_entry() -> None:
    with pytest.raises(PermissionDenied):
        save_entry(institution(), {"district": "别处"}, by=user())
    with pytest.raises(PermissionDenied):
        delete_entry(institution(), by=user("change_institution"))


@pytest.mark.usefixtures("on_the_day")
@pytest.mark.parametrize(("make", "kind"), [(practitioner, "lawyers-47-warning"), (institution, "lawyers-50-warning")])
def test_article_14_nobody_hides_an_entry_while_it_shows_a_record(make: Any, kind: str) -> None:
    entry, writer = make(), clerk()
    record = shown_penalty(entry, code=kind)
    with pytest.raises(ValidationError) as refused:
        save_entry(entry, {"status": "unlisted"}, by=writer)
    assert set(refused.value.message_dict) == {"status"}
    assert "撤下记录" in str(refused.value)
    assert type(entry).objects.get(pk=entry.pk).status == "listed"

    type(record).objects.filter(pk=record.pk).update(display_until=TODAY - timedelta(days=1))
    save_entry(entry, {"status": "unlisted"}, by=writer)
    assert type(entry).objects.get(pk=entry.pk).status == "unlisted"


def test_article_13_an_entry_with_records_or_a_team_is_not_deleted() -> None:
    firm = institution()
    person = practitioner(firm)
    writer = clerk()
    with pytest.raises(ValidationError):
        delete_entry(firm, by=writer)
    shown_penalty(person)
    with pytest.raises(ValidationError):
        delete_entry(person, by=writer)
    other = practitioner(firm)
    delete_entry(other, by=writer)
    assert Practitioner.history.filter(id=other.pk).first().history_user == writer


def test_article_13_every_change_tells_the_search_index() -> None:
    firm = institution()
    person = practitioner(firm)
    OutboxRow.objects.all().delete()
    firm.name = "示范乙律师事务所"
    firm.save()
    keys = set(OutboxRow.objects.filter(sink="search.primary").values_list("key", flat=True))
    assert keys == {firm.search_key, person.search_key}


def test_article_13_lists_are_filtered_by_kind_district_field_and_words() -> None:
    firm = institution(name="示范庚律师事务所", district="示范东区")
    other = institution(name="示范辛公证处", kind="notary_office", district="示范西区")
    person = practitioner(firm, name="张国成")
    practitioner(other, kind="notary", licence_number="00001")
    person.topics.set(Topic.objects.filter(code="labour"))
    assert list(catalogue.institutions(TODAY, kind="notary_office")) == [other]
    assert list(catalogue.institutions(TODAY, district="示范东区")) == [firm]
    for query in (
        {"district": "示范东区"},
        {"topic": "labour"},
        {"words": "国成"},
        {"words": "zgc"},
        {"words": person.licence_number},
        {"institution": firm.slug},
        {"kind": "lawyer"},
    ):
        (found,) = catalogue.practitioners(TODAY, **query)
        assert found == person, query
        assert found.current_affiliations[0].institution == firm


def test_article_13_data_as_of_is_the_latest_check() -> None:
    assert catalogue.data_as_of(Institution) is None
    institution(checked_on=date(2026, 1, 1))
    institution(checked_on=date(2026, 2, 1))
    assert catalogue.data_as_of(Institution) == date(2026, 2, 1)
