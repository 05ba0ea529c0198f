"""Article 9: residents are commended on shown figures by code only, institutions by name; no directory entry, feed, index or API
carries a code or a commendation that would link to one."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from portal.common import clock
from portal.common.clock import SHANGHAI
from portal.consultations.models import ResidentStaff, SatisfactionRating
from portal.service_figures.models import Commendation
from portal.service_figures.periods import PeriodKind, period_of
from portal.service_figures.services import commending
from tests.consultations.builders import person, resident, resident_institution
from tests.service_figures.figures import invent

pytestmark = [pytest.mark.django_db, pytest.mark.integration]
QUARTER = period_of(PeriodKind.QUARTER, date(2026, 1, 1))
PAGE, PROPOSALS = "/consultations/commendations/", "/workbench/commendations/"


@pytest.fixture(autouse=True)
def _april(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 4, 20, 9, tzinfo=SHANGHAI))


@pytest.fixture
def firm_of_three() -> list[ResidentStaff]:
    """A firm with three residents whom everybody is very satisfied with."""
    firm = resident_institution("示范表扬律师事务所")
    staff = [resident(firm) for _number in range(3)]
    invent(QUARTER, 200)
    SatisfactionRating.objects.update(score=5)
    return staff


def given(proposal: commending.Proposal) -> Commendation:
    return commending.decide(proposal, is_granted=True, note="成绩突出。", by=person("supervisor"))


def by_rule(rule: str = "satisfied") -> list[commending.Proposal]:
    return [each for each in commending.proposals(QUARTER) if each.rule.name == rule]


def test_article_9_who_fits_a_rule_on_shown_figures_is_proposed(firm_of_three: list[ResidentStaff]) -> None:
    found = by_rule()
    assert {each.staff.code for each in found if each.staff} == {staff.code for staff in firm_of_three}
    assert [str(each.institution) for each in found if each.institution] == ["示范表扬律师事务所"]
    assert all(each.value >= each.rule.least and each.cases >= each.rule.rows for each in found)


def test_one_bad_quarter_or_too_few_ratings_propose_nobody(firm_of_three: list[ResidentStaff]) -> None:
    SatisfactionRating.objects.update(score=1)
    assert by_rule() == []


def test_article_9_the_public_page_names_residents_by_code_and_institutions_by_name(
    client: Client, firm_of_three: list[ResidentStaff]
) -> None:
    for proposal in by_rule():
        given(proposal)
    page = client.get(PAGE).content.decode()
    for staff in firm_of_three:
        assert staff.code in page
        assert staff.practitioner.name not in page
    assert "示范表扬律师事务所" in page
    assert "100.0%" not in page  # no figure by which a code and a name could be matched


def test_article_9_no_directory_entry_search_feed_or_api_carries_a_code_or_a_commendation(
    client: Client, firm_of_three: list[ResidentStaff]
) -> None:
    for proposal in by_rule():
        given(proposal)
    firm, lawyer = firm_of_three[0].resident_institution.institution, firm_of_three[0].practitioner
    addresses = [
        *(
            firm.get_absolute_url(),
            lawyer.get_absolute_url(),
            "/directory/",
            "/sitemap.xml",
            "/open-data/open-data.json",
        ),
        *("/api/v2/practitioners/", "/api/v2/institutions/", "/api/v2/open-data/", "/api/v2/search/?q=表扬"),
        f"/search/?q={firm_of_three[0].code}",
    ]
    for address in addresses:
        answer = client.get(address, follow=True)
        text = b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()
        text = text.replace(f'value="{firm_of_three[0].code}"', "")  # what was typed stands in the box again
        for staff in firm_of_three:
            if not address.startswith("/search/"):
                assert staff.code not in text, address
        assert "consultations/commendations" not in text, address


def test_an_institution_of_few_residents_is_not_proposed(firm_of_three: list[ResidentStaff]) -> None:
    ResidentStaff.objects.filter(pk=firm_of_three[0].pk).update(duty="left")
    assert not [each for each in by_rule() if each.institution]


def test_who_is_suspended_is_not_proposed(firm_of_three: list[ResidentStaff]) -> None:
    ResidentStaff.objects.filter(pk=firm_of_three[0].pk).update(duty="suspended")
    assert firm_of_three[0].code not in {each.staff.code for each in by_rule() if each.staff}


def test_the_page_does_not_change_on_the_day_on_which_somebody_is_suspended(
    client: Client, firm_of_three: list[ResidentStaff]
) -> None:
    given(next(each for each in by_rule() if each.staff == firm_of_three[0]))
    ResidentStaff.objects.filter(pk=firm_of_three[0].pk).update(duty="suspended")
    assert firm_of_three[0].code in client.get(PAGE).content.decode()
    client.force_login(person("supervisor"))
    assert "这个编号现在不在岗" in client.get(PROPOSALS).content.decode()


def test_what_is_withdrawn_leaves_the_page_with_the_next_month(
    client: Client, firm_of_three: list[ResidentStaff], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = given(next(each for each in by_rule() if each.staff == firm_of_three[0]))
    made = commending.withdraw(made, "数据有误。", by=person("supervisor"))
    assert made.hidden_from == date(2026, 5, 1)
    assert firm_of_three[0].code in client.get(PAGE).content.decode()
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 5, 1, 0, 1, tzinfo=SHANGHAI))
    assert firm_of_three[0].code not in client.get(PAGE).content.decode()


def test_a_decision_needs_a_note_is_made_once_and_by_who_may(firm_of_three: list[ResidentStaff]) -> None:
    proposal = by_rule()[0]
    with pytest.raises(ValidationError):
        commending.decide(proposal, is_granted=True, note=" ", by=person("supervisor"))
    with pytest.raises(PermissionDenied):
        commending.decide(proposal, is_granted=True, note="好。", by=person("auditor"))
    given(proposal)
    with pytest.raises(ValidationError):
        given(proposal)
    assert proposal.key not in {each.key for each in by_rule()}


def test_a_supervisor_decides_on_the_page(client: Client, firm_of_three: list[ResidentStaff]) -> None:
    client.force_login(person("supervisor"))
    key = by_rule()[0].key
    kept = client.post(PROPOSALS, {"proposal": key, "decision": "granted", "note": ""}).content.decode()
    assert "error-summary" in kept
    assert (
        client.post(PROPOSALS, {"proposal": key, "decision": "declined", "note": "再看一个季度。"}).status_code == 302
    )
    assert not Commendation.objects.get().is_granted
    assert "还没有公布的表扬" in client.get(PAGE).content.decode()
