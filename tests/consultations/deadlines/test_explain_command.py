"""``manage.py explain_deadline``: what others may rely on (contract)."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from portal.consultations.models import CalendarDay, SlaPolicy
from portal.consultations.models.choices import DeadlineKind

pytestmark = pytest.mark.django_db


def explain(*arguments: str) -> dict[str, Any]:
    return json.loads(words(*arguments, "--json"))


def words(*arguments: str) -> str:
    out = StringIO()
    call_command("explain_deadline", *arguments, stdout=out)
    return out.getvalue()


def test_article_24_the_follow_up_before_national_day_2024() -> None:
    found = explain("follow_up", "--from", "2024-09-27T16:00")
    assert {key: found[key] for key in ("start", "due", "unit", "amount", "skipped", "provisional")} == {
        "start": "2024-09-27T16:00:00+08:00",
        "due": "2024-10-08T23:59:59+08:00",
        "unit": "working_days",
        "amount": 3,
        "skipped": ["2024-09-28", *(f"2024-10-0{number}" for number in range(1, 8))],
        "provisional": False,
    }


def test_article_23_the_channel_chooses_the_limit() -> None:
    assert explain("first_answer", "--from", "2024-09-27T23:00")["due"] == "2024-09-28T04:00:00+08:00"
    live = explain("first_answer", "--from", "2024-09-27T23:00", "--channel", "live")
    assert live["due"] == "2024-09-28T00:00:00+08:00"


def test_a_moment_may_come_with_an_offset_and_a_day_alone_is_its_first_minute() -> None:
    assert explain("first_answer", "--from", "2024-09-27T15:00:00Z")["due"] == "2024-09-28T04:00:00+08:00"
    assert explain("first_answer", "--from", "2024-09-27")["start"] == "2024-09-27T00:00:00+08:00"


def test_it_works_on_an_empty_table_and_for_every_kind() -> None:
    SlaPolicy.objects.all().delete()
    CalendarDay.objects.all().delete()
    for kind in DeadlineKind.values:
        assert explain(kind, "--from", "2024-09-27T16:00")["start"] == "2024-09-27T16:00:00+08:00"


def test_past_the_horizon_it_is_provisional() -> None:
    assert explain("follow_up", "--from", "2031-01-20T10:00")["provisional"] is True


def test_an_agreed_time_is_its_own_deadline() -> None:
    agreed = explain("deferred_reply", "--from", "2024-09-27T16:00", "--agreed", "2024-09-30T10:00")
    assert (agreed["due"], agreed["unit"]) == ("2024-09-30T10:00:00+08:00", "agreed")
    assert explain("deferred_reply", "--from", "2024-09-27T16:00")["due"] is None


def test_without_json_it_tells_in_plain_words() -> None:
    assert "没有算的日子：9月28日（周六）；10月1日（周二）至10月7日（周一） 国庆节" in words(
        "follow_up", "--from", "2024-09-27T16:00"
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense", "--from", "2024-09-27"),
        ("follow_up", "--from", "yesterday"),
        ("first_answer", "--from", "2024-09-27", "--channel", "pigeon"),
        ("deferred_reply", "--from", "2024-09-27", "--agreed", "2024-09-26"),
    ],
)
def test_nonsense_is_refused_in_words(arguments: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        words(*arguments)
