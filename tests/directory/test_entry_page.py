"""The rest of an entry's page: photo, map, dated affiliations, and what programs are told of it."""

from __future__ import annotations

import json
from datetime import date
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from cms.core.models import CustomImage
from cms.directory.models import Affiliation
from cms.directory.tasks import follow
from tests.directory.builders import SUSPENSION, committed, institution, practitioner, shown_penalty

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]


@pytest.fixture(autouse=True)
def _uploads(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


def photo(description: str = "示例照片") -> CustomImage:
    """A picture of nothing, with a place and a name in what a camera writes."""
    written = BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    Image.new("RGB", (900, 1200), "grey").save(written, "JPEG", exif=exif)
    return CustomImage.objects.create(
        title="upload-4711",
        description=description,
        is_decorative=not description,
        file=ContentFile(written.getvalue(), "upload-4711.jpg"),
    )


def read(client: Client, entry: Any) -> str:
    response = client.get(entry.get_absolute_url())
    assert response.status_code == 200
    return unescape(response.content.decode())


def described(client: Client, entry: Any) -> dict[str, Any]:
    page = client.get(entry.get_absolute_url()).content.decode()
    return json.loads(page.split('<script type="application/ld+json">')[1].split("</script>")[0])


@pytest.mark.parametrize(("description", "alt"), [("示例乙的证件照", "示例乙的证件照"), ("", "示例乙的照片")])
def test_article_13_the_photo_is_shown_small_with_an_alternative_text_and_without_what_the_camera_wrote(
    client: Client, settings: Any, description: str, alt: str
) -> None:
    person = practitioner(institution(), name="示例乙", photo=photo(description))
    page = read(client, person)
    picture = page.split('<img class="directory-entry-photo"')[1].split(">")[0]
    assert f'alt="{alt}"' in picture
    assert 'width="240" height="320"' in picture
    path = picture.split('src="')[1].split('"')[0]
    assert path.startswith("/media/images/")
    small = (Path(settings.MEDIA_ROOT) / path.removeprefix("/media/")).read_bytes()
    assert len(small) < 30_000
    assert b"secret place" not in small
    assert "original_images" not in page


def test_a_page_is_not_lost_for_a_photo_whose_file_is_gone(client: Client) -> None:
    lost = photo()
    person = practitioner(institution(), photo=lost)
    Path(lost.file.path).unlink()
    assert "directory-entry-photo" not in read(client, person)


@pytest.mark.parametrize("what", ["hidden", "another photo", "no photo", "deleted", "barred and lapsed"])
def test_a_photo_that_nobody_public_shows_any_more_is_not_served_to_who_knows_its_address(
    client: Client, settings: Any, what: str
) -> None:
    person, other = practitioner(institution(), photo=photo()), practitioner(institution(), photo=photo())
    for one in (person, other):
        read(client, one)
    file, kept = (Path(one.photo.renditions.get().file.path) for one in (person, other))
    assert file.exists()
    if what == "barred and lapsed":
        shown_penalty(person, code="lawyers-49-revocation")
        with time_machine.travel("2027-01-09T16:01:00Z", tick=False), committed():
            follow.apply()
    with committed():
        if what == "deleted":
            person.delete()
        else:
            person.photo = {"another photo": photo(), "no photo": None}.get(what, person.photo)
            person.status = "unlisted" if what == "hidden" else "listed"
            person.save()
    assert not file.exists()
    assert kept.exists()


def test_an_import_that_hides_somebody_takes_the_photo_down(client: Client, tmp_path: Path) -> None:
    person = practitioner(institution(), photo=photo())
    read(client, person)
    file = Path(person.photo.renditions.get().file.path)
    table = tmp_path / "hide.csv"
    table.write_text(f"kind,name,licence_number,status\nlawyer,{person.name},{person.licence_number},unlisted\n")
    with committed():
        call_command("import_directory", str(table), "--no-index", verbosity=0)
    assert client.get(person.get_absolute_url()).status_code == 404
    assert not file.exists()


def test_a_photo_keeps_the_page_within_its_queries(client: Client) -> None:
    person = practitioner(institution(), photo=photo())
    read(client, person)
    with CaptureQueriesContext(connection) as asked:
        read(client, person)
    assert len(asked) <= 8


def test_article_13_the_map_is_a_link_out_and_never_in_the_page(client: Client) -> None:
    linked = read(client, institution(map_url="https://map.example.org/?q=1"))
    assert '<a href="https://map.example.org/?q=1" rel="external noopener">在地图上查看位置</a>' in linked
    placed = read(client, institution(latitude="39.900000", longitude="116.400000"))
    assert '<a href="geo:39.9,116.4">在地图上查看位置</a>' in placed
    nowhere = read(client, institution(map_url="javascript:alert(1)"))
    assert "在地图上查看位置" not in nowhere
    for page in (linked, placed, nowhere):
        assert "<iframe" not in page


def test_article_13_where_somebody_works_is_told_with_its_days(client: Client) -> None:
    firm, second = institution(), institution()
    person = practitioner(firm)
    Affiliation.objects.create(
        practitioner=person,
        institution=second,
        is_main=False,
        role="顾问",
        started_on=date(2025, 2, 1),
        ended_on=date(2026, 6, 1),
    )
    page = read(client, person)
    assert f'<dt>执业机构</dt><dd><a href="{firm.get_absolute_url()}">{firm.name}</a></dd>' in page
    section = page.split('id="affiliations"')[1].split("</section>")[0]
    assert "主执业机构　自2020年1月1日起" in section
    assert "兼职机构　顾问　自2025年2月1日起　至2026年6月1日前" in section


def test_programs_are_told_what_the_page_shows_of_an_institution(client: Client) -> None:
    firm = institution(
        licence_number="31310000E00012345X",
        founded_on=date(2001, 2, 3),
        registered_address="示范路1号",
        telephone="021-00000000",
        website="https://example.org/firm",
        languages="普通话、手语",
    )
    found = described(client, firm)
    assert (found["@type"], found["name"], found["foundingDate"]) == ("LegalService", firm.name, "2001-02-03")
    assert found["identifier"] == ["31310000E00012345X", firm.unified_social_credit_code]
    assert found["address"]["streetAddress"] == "示范路1号"
    assert found["knowsLanguage"] == ["普通话", "手语"]
    assert described(client, institution(kind="notary_office"))["@type"] == "Notary"


def test_programs_are_told_nothing_of_records_or_standing(client: Client) -> None:
    firm = institution()
    person = practitioner(firm, name="示例乙")
    record = shown_penalty(person, **SUSPENSION)
    found = described(client, person)
    assert found == {
        "@context": "https://schema.org",
        "@type": "Person",
        "name": "示例乙",
        "url": f"http://127.0.0.1:8000{person.get_absolute_url()}",
        "jobTitle": "律师",
        "worksFor": [
            {"@type": "LegalService", "name": firm.name, "url": f"http://127.0.0.1:8000{firm.get_absolute_url()}"}
        ],
    }
    assert record.document_number not in json.dumps(found, ensure_ascii=False)


def test_a_name_cannot_break_out_of_what_programs_are_told(client: Client) -> None:
    evil = "</script><script>alert(1)</script>"
    for entry in (institution(name=f"示范{evil}", website="javascript:alert(1)"), practitioner(name=f"示例{evil}")):
        page = client.get(entry.get_absolute_url()).content.decode()
        assert "<script>alert" not in page
        assert "javascript:" not in page.split("ld+json")[1].split("</script>")[0]
