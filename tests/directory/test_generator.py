"""Invented entries: clearly invented, valid, the same each time, and lists that cost the same at any number."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.directory import catalogue
from cms.directory.generator import SOURCE, generate
from cms.directory.licence_numbers import licence_warning
from cms.directory.models import AdministrativePenalty, Institution, Practitioner, ProfessionalSanction
from cms.directory.models.enums import InstitutionKind, Phase, PractitionerKind
from portal.common.chinese_ids import contains_identity_number, is_credit_code
from tests.directory.builders import TODAY

pytestmark = pytest.mark.django_db


def make(institutions: int = 30, practitioners: int = 400) -> None:
    generate(institutions=institutions, practitioners=practitioners, today=TODAY)


def test_everything_says_that_it_is_invented() -> None:
    make()
    for firm in Institution.objects.all():
        assert "示范" in firm.name
        assert firm.registered_address.startswith("示范市")
        assert firm.unified_social_credit_code[2:8] == "000000"
    for person in Practitioner.objects.all():
        assert person.name.startswith("示例")
        assert "虚构" in person.biography
        assert person.licence_number is None or "0000" in person.licence_number[:5]
        assert person.source_name == SOURCE


def test_what_is_invented_keeps_the_rules_of_what_is_not() -> None:
    make()
    for entry in [*Institution.objects.all(), *Practitioner.objects.prefetch_related("affiliations")]:
        entry.full_clean()
        assert not licence_warning(entry.kind, entry.licence_number)
        assert not contains_identity_number(entry.licence_number or "")
        assert entry.history.count() == 1
    assert all(
        is_credit_code(code) for code in Institution.objects.values_list("unified_social_credit_code", flat=True)
    )
    for record in [*AdministrativePenalty.objects.all(), *ProfessionalSanction.objects.all()]:
        record.full_clean()


def test_a_small_number_shows_every_kind_and_most_phases() -> None:
    make()
    assert set(Institution.objects.values_list("kind", flat=True)) == set(InstitutionKind.values)
    assert set(Practitioner.objects.values_list("kind", flat=True)) == set(PractitionerKind.values)
    assert {record.phase_on(TODAY) for record in AdministrativePenalty.objects.all()} >= {Phase.SHOWN, Phase.LAPSED}


def test_the_same_seed_gives_the_same_and_adds_only_what_is_missing() -> None:
    make(30, 100)
    names = list(Practitioner.objects.order_by("slug").values_list("slug", "name"))
    make(30, 100)
    assert list(Practitioner.objects.order_by("slug").values_list("slug", "name")) == names
    make(30, 150)
    assert Practitioner.objects.count() == 150
    assert Institution.objects.count() == 30


def test_nobody_can_sign_in_as_the_invented_writers() -> None:
    make()
    for user in get_user_model().objects.filter(username__startswith="directory-demo"):
        assert not user.is_active
        assert not user.has_usable_password()


def test_the_command_generates_and_indexes() -> None:
    call_command("generate_directory", institutions=12, practitioners=20, verbosity=0)
    assert (Institution.objects.count(), Practitioner.objects.count()) == (12, 20)


def _page(rows: int) -> dict[str, int]:
    """How many queries each reading of the directory takes."""
    firm = Institution.objects.filter(kind="law_firm").first()
    record = AdministrativePenalty.objects.public_on(TODAY).filter(practitioner__isnull=False).first()
    assert firm is not None
    assert record is not None
    person = record.practitioner

    def count(read: Any) -> int:
        with CaptureQueriesContext(connection) as queries:
            read()
        return len(queries)

    def listed(found: Any) -> None:
        found.count()
        catalogue.with_standing(list(found[:20]), TODAY)

    def entry() -> None:
        (one,) = catalogue.practitioners(TODAY).filter(pk=person.pk)
        catalogue.with_standing([one], TODAY)
        catalogue.records_of(one, TODAY)
        catalogue.withdrawal_notes_of(one, TODAY)

    return {
        "institutions": count(lambda: listed(catalogue.institutions(TODAY))),
        "practitioners": count(lambda: listed(catalogue.practitioners(TODAY, kind="lawyer", words="示例"))),
        "practitioners of a district": count(lambda: listed(catalogue.practitioners(TODAY, district=firm.district))),
        "team": count(lambda: listed(catalogue.team_of(firm, TODAY))),
        "entry": count(entry),
        "records": count(lambda: list(catalogue.search_records(AdministrativePenalty, TODAY)[:20])),
    }


def test_lists_and_entries_take_the_same_queries_at_a_thousand_and_at_ten_thousand_rows() -> None:
    make(100, 900)
    few = _page(1000)
    make(1000, 9000)
    assert Practitioner.objects.count() == 9000
    assert _page(10_000) == few
    assert few == {
        "institutions": 3,
        "practitioners": 4,
        "practitioners of a district": 4,
        "team": 3,
        "entry": 6,
        "records": 2,
    }


def test_what_lapsed_since_is_shown_no_more_without_anything_having_run() -> None:
    make()
    long_after = TODAY + timedelta(days=2000)
    assert AdministrativePenalty.objects.public_on(TODAY).exists()
    assert not AdministrativePenalty.objects.public_on(long_after).exists()
    assert not AdministrativePenalty.objects.withdrawal_notes_on(long_after).exists()
