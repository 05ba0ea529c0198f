"""A page that cites the law, from publishing to the day its article changes, and back in order."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from cms.laws.models import Citation
from cms.laws.reading_places import read_place
from cms.laws.services.announcing import CITATIONS
from portal.common.clock import today
from portal.common.outbox.drain import drain
from tests.admin.conftest import person, signed_in  # noqa: F401 - fixtures
from tests.editorial import builders
from tests.laws.builders import instrument, law_text
from tests.laws.builders import published as published_law

pytestmark = [pytest.mark.django_db, pytest.mark.integration]

ARTICLES = {1: "为了示范，制定本法。", 2: "园林应当开放。", 3: "本法自公布之日起施行。"}
BANNER = "本页引用的《示范园林法》第二条已于2026年12月1日修改，内容可能需要核对。"


def test_an_answer_stays_alive_when_its_article_changes(client, signed_in, django_capture_on_commit_callbacks):  # noqa: F811 - a fixture
    with time_machine.travel("2026-11-27 10:00+08:00"):
        law = instrument("示范园林法")
        published_law(law, law_text("示范园林法", ARTICLES), date(2020, 1, 1))
        places = [read_place(f"示范园林法{number}", today()) for number in (1, 2)]
        page = builders.published(title="园林要不要钱", citations=[("citation", place) for place in places])
        html = client.get(page.url).content.decode()
        assert "园林应当开放。" in html
        assert "引用的法律有变动" not in html
        assert "园林要不要钱" in client.get(law.get_absolute_url()).content.decode()
        with django_capture_on_commit_callbacks(execute=True):
            published_law(law, law_text("示范园林法", ARTICLES | {2: "园林免费开放。"}), date(2026, 12, 1))
        # The page that was kept is not shown: readers learn at once of what is to come.
        assert "2026年12月1日起将有变动" in client.get(page.url).content.decode()

    with time_machine.travel("2026-12-01 00:00:30+08:00"):
        html = client.get(page.url).content.decode()
        assert html.count(BANNER) >= 1
        assert "园林免费开放。" in html
        editor = signed_in("content_editor")
        drain(CITATIONS)
        report = editor.get(reverse("citations_report")).content.decode()
        assert "园林要不要钱" in report
        assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in report
        form = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
        assert "\\u5df2\\u4e8e2026" in form or "已于2026年12月1日修改" in form

        page.citations = [("citation", read_place(f"示范园林法{number}", today())) for number in (1, 2)]
        with django_capture_on_commit_callbacks(execute=True):
            page.save_revision().publish()
        drain(CITATIONS)
        assert "引用的法律有变动" not in client.get(page.url).content.decode()
        assert not Citation.objects.filter(needs_review=True).exists()

        with django_capture_on_commit_callbacks(execute=True):
            page.unpublish()
        assert not Citation.objects.exists()
        assert "园林要不要钱" not in client.get(law.get_absolute_url()).content.decode()
