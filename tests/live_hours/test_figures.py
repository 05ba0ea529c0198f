"""Figures by channel: a live hour missed stays missed, and each case stands in one row."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.common import clock
from portal.consultations.models.choices import Channel
from portal.live_hours.figures import by_channel, live_figures
from portal.live_hours.services.threads import become_message
from tests.consultations import builders
from tests.consultations.residents.people import browser_of, text_of
from tests.live_hours.people import asked_live, fresh, later, taken

pytestmark = pytest.mark.django_db


def test_article_23_figures_tell_channels_apart_and_a_live_hour_missed_stays_missed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    builders.answered(channel=Channel.PHONE)
    builders.answered()
    builders.first_answer(taken())
    missed = taken()
    become_message(missed, "hour")
    builders.first_answer(fresh(missed))  # in time, as a message
    left = asked_live()
    become_message(left, "left", by=left.citizen)
    later(monkeypatch, minutes=1)
    since, now = clock.now() - timedelta(days=1), clock.now()
    rows = {row.label: (row.asked, row.in_time, row.deferred, row.late) for row in by_channel(since, now, now)}
    assert rows == {
        "留言咨询": (1, 1, 0, 0),
        "在线即时咨询": (3, 1, 0, 1),
        "电话咨询": (1, 1, 0, 0),
        "窗口咨询": (0, 0, 0, 0),
    }
    live = live_figures(since, now)
    assert (live.opened, live.taken, live.summed_up) == (3, 2, 1)
    assert dict(live.messages) == {"一小时到了，还没有总结": 1, "咨询人离开，改成留言": 1}
    page = text_of(browser_of(builders.person("supervisor")).get("/workbench/live/figures/"))
    assert "<td>3</td><td>1</td><td>0</td><td>1</td>" in page
