"""What the demo shows of this room, and that twice gives the same."""

from __future__ import annotations

import pytest
from django.test import Client

from portal.consultations.models import Consultation
from portal.service_figures.demo import seed_figures
from portal.service_figures.models import IssueTerm, OpenDataMonth
from tests.consultations.builders import person, resident

pytestmark = [pytest.mark.django_db, pytest.mark.integration]


def test_the_demo_has_months_of_figures_once_and_every_page_shows_them(client: Client) -> None:
    resident()
    for _time in range(2):
        assert seed_figures() == []
        counted = (Consultation.objects.count(), IssueTerm.objects.count(), OpenDataMonth.objects.count())
    assert counted[0] == 245
    assert min(counted[1:]) > 3
    client.force_login(person("supervisor"))
    for address, words in (
        ("/workbench/service-figures/?period=year", "主要数据"),
        ("/workbench/service-figures/rising/", "健身房"),
        ("/workbench/monthly-report/", "公布已经结束的月份"),
        ("/workbench/commendations/", "满意率不低于95%"),
        ("/consultations/commendations/", "还没有公布的表扬"),
        ("/open-data/", "最近更新"),
        ("/open-data/open-data.csv", "asked_by_topic"),
        ("/open-data/open-data.json", "asked_by_topic"),
        ("/api/v2/open-data/", "asked_by_topic"),
    ):
        answer = client.get(address)
        assert (answer.status_code, words in answer.content.decode()) == (200, True), address
