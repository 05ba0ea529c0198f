"""Each door of the directory in the admin, by role: whoever has no business here gets nothing, by whatever address."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from cms.directory.models import ErrorReport, PenaltyKind
from cms.directory.services import records
from cms.directory.services.error_reports import report_error
from portal.common import clock
from tests.directory import builders
from tests.directory.builders import TODAY

pytestmark = pytest.mark.django_db

READING = [
    "institutions/",
    "institutions/?q=示范&kind=law_firm",
    "institutions/inspect/{firm}/",
    "institutions/history/{firm}/",
    "institutions/?export=csv",
    "practitioners/",
    "practitioners/inspect/{person}/",
    "practitioners/history/{person}/",
    "practitioners/?export=xlsx",
    "penalties/",
    "penalties/inspect/{draft}/",
    "penalties/history/{draft}/",
    "sanctions/",
    "withdrawals/",
    "reports/",
    "reports/inspect/{report}/",
    "notices/",
    "penalty-kinds/",
    "penalty-kinds/history/{kind}/",
    "sanction-kinds/",
    "choose-institution/",
    "choose-institution/results/?q=示范",
    "choose-institution/chosen/{firm}/",
    "choose-institution/chosen-multiple/?id={firm}",
    "choose-practitioner/",
    "choose-practitioner/results/",
    "choose-practitioner/chosen/{person}/",
]
KEEPING = [
    "institutions/create/",
    "institutions/edit/{firm}/",
    "institutions/delete/{firm}/",
    "practitioners/create/",
    "practitioners/edit/{person}/",
    "practitioners/delete/{person}/",
    "penalties/create/",
    "penalties/create/?practitioner={person}",
    "penalties/edit/{draft}/",
    "penalties/act/{draft}/submit/",
    "penalties/act/{draft}/discard/",
    "penalty-kinds/create/",
    "penalty-kinds/edit/{kind}/",
]
APPROVING = ["approvals/", "penalties/act/{submitted}/approve/", "penalties/act/{submitted}/return/"]


@pytest.fixture
def doors(db: None) -> Callable[[list[str]], list[str]]:
    """Addresses of things that are there."""
    firm = builders.institution()
    person = builders.practitioner(firm)
    writer = builders.clerk()
    draft = records.draft_record(builders.AdministrativePenalty, builders.penalty_values(person), by=writer)
    submitted = records.draft_record(builders.AdministrativePenalty, builders.penalty_values(person), by=writer)
    records.submit_record(submitted, by=writer, today=TODAY)
    report_error("电话打不通", page_path=person.get_absolute_url(), entry=person, moment=clock.now())
    values = {
        "firm": firm.pk,
        "person": person.pk,
        "draft": draft.pk,
        "submitted": submitted.pk,
        "report": ErrorReport.objects.get().pk,
        "kind": PenaltyKind.objects.first().pk,
    }
    return lambda addresses: [f"/admin/directory/{address.format(**values)}" for address in addresses]


def shut(client: Client, addresses: list[str]) -> list[str]:
    """The addresses that do not open."""
    return [address for address in addresses if client.get(address).status_code != 200]


def test_the_clerk_opens_everything_but_the_approvers_acts(clerk: Client, doors: Callable) -> None:
    assert shut(clerk, doors(READING + KEEPING)) == []
    assert shut(clerk, doors(APPROVING)) == doors(APPROVING)


def test_the_approver_reads_all_and_approves_and_writes_nothing(approver: Client, doors: Callable) -> None:
    assert shut(approver, doors(READING + APPROVING)) == []
    assert shut(approver, doors(KEEPING)) == doors(KEEPING)


def test_the_auditor_reads_all_and_changes_nothing(browser: Callable, doors: Callable) -> None:
    auditor = browser("auditor")

    assert shut(auditor, doors(READING)) == []
    assert shut(auditor, doors(KEEPING + APPROVING)) == doors(KEEPING + APPROVING)


@pytest.mark.parametrize("role", ["content_editor", "reviewing_editor"])
def test_who_edits_content_gets_nothing_of_the_directory(role: str, browser: Callable, doors: Callable) -> None:
    client = browser(role)

    everything = doors(READING + KEEPING + APPROVING)

    assert shut(client, everything) == everything
    assert "directory/institutions" not in client.get("/admin/").content.decode()


def test_somebody_signed_in_without_a_role_and_a_visitor_get_nowhere(person: Callable, doors: Callable) -> None:
    nobody = person("auditor", "nobody")
    nobody.groups.clear()
    signed_in = Client()
    signed_in.force_login(nobody)

    for client in (signed_in, Client()):
        assert shut(client, doors(READING + KEEPING + APPROVING)) == doors(READING + KEEPING + APPROVING)


def test_what_is_sent_is_refused_as_what_is_asked_for(browser: Callable, doors: Callable) -> None:
    for role in ("auditor", "content_editor"):
        client = browser(role)
        for address in doors([*KEEPING, *APPROVING, "reports/inspect/{report}/"]):
            assert client.post(address, {"act": "take"}).status_code != 200, (role, address)

    assert ErrorReport.objects.get().taken_by is None
    assert builders.AdministrativePenalty.objects.count() == 2
    assert set(builders.AdministrativePenalty.objects.values_list("state", flat=True)) == {"drafted", "submitted"}


def test_there_is_no_bulk_door(clerk: Client, doors: Callable) -> None:
    for model in ("institution", "practitioner", "administrativepenalty"):
        assert clerk.get(f"/admin/bulk/directory/{model}/delete/?next=/admin/&id=1").status_code == 404


def test_an_address_that_is_no_number_is_not_found(clerk: Client, doors: Callable) -> None:
    for address in ("institutions/edit/abc/", "penalties/inspect/x-1/", f"practitioners/history/{'9' * 30}/"):
        assert clerk.get(f"/admin/directory/{address}").status_code == 404


def test_a_list_cannot_be_made_to_tell_of_other_tables(clerk: Client, doors: Callable) -> None:
    """modeladmin would filter by any column that the address names."""
    whole = clerk.get("/admin/directory/penalties/").context["result_count"]

    for asked in (
        "drafted_by__password__startswith=argon2",
        "nothing=1",
        "o=1",
        "institution__slug=x",
        "p=99",
        "kind=zzz",
    ):
        response = clerk.get(f"/admin/directory/penalties/?{asked}")
        assert response.status_code == 200, asked
        assert response.context["result_count"] == whole, asked


def test_the_menu_shows_each_what_is_theirs(clerk: Client, approver: Client, doors: Callable) -> None:
    def menu(client: Client) -> str:
        return client.get("/admin/").content.decode("unicode_escape", errors="ignore")

    assert "directory/approvals/" in menu(approver)
    assert "directory/approvals/" not in menu(clerk)
    assert "directory/withdrawals/" in menu(clerk)
