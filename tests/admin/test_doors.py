"""Each door of the law library in the admin, by role."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from cms.laws.models import Citation, Instrument, InstrumentVersion
from tests.admin.builders import TEXT, draft, instrument, instrument_form, published, version_form

pytestmark = pytest.mark.django_db

I = "/admin/snippets/laws/instrument"  # noqa: E741
V = "/admin/snippets/laws/instrumentversion"
READING = [
    f"{I}/",
    f"{I}/results/",
    f"{I}/edit/{{i}}/",
    f"{I}/inspect/{{i}}/",
    f"{I}/history/{{i}}/",
    f"{I}/usage/{{i}}/",
    f"{I}/add/",
    f"{V}/",
    f"{V}/results/",
    f"{V}/edit/{{v}}/",
    f"{V}/inspect/{{v}}/",
    f"{V}/history/{{v}}/",
    f"{V}/usage/{{v}}/",
    f"{V}/add/",
    f"{V}/workflow_history/{{v}}/",
    "/admin/snippets/choose/laws/instrument/",
    "/admin/snippets/choose/laws/instrumentversion/",
    "/admin/laws/upload/",
    "/admin/handbook/",
    "/admin/",
    "/admin/account/",
]
PUBLISHING = [
    f"{V}/delete/{{draft}}/",
    f"{I}/delete/{{empty}}/",
    f"{V}/unpublish/{{v}}/",
    "/admin/snippets/core/topic/add/",
]


def doors(addresses: list[str]) -> list[str]:
    live = published()
    waiting = draft(live.instrument, on=date(2030, 1, 1))
    empty = instrument("示范空法")
    values = {"i": live.instrument.pk, "v": live.pk, "draft": waiting.pk, "empty": empty.pk}
    return [address.format(**values) for address in addresses]


def opened(client: Client, address: str) -> bool:
    return client.get(address).status_code == 200


@pytest.mark.parametrize("role", ["content_editor", "reviewing_editor", "administrator"])
def test_every_editor_opens_what_he_works_with(role: str, signed_in: Callable[[str], Client]) -> None:
    client = signed_in(role)

    assert [address for address in doors(READING) if not opened(client, address)] == []


def test_a_content_editor_opens_nothing_that_publishes_withdraws_or_deletes(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("content_editor")

    assert [address for address in doors(PUBLISHING) if opened(client, address)] == []


@pytest.mark.parametrize("role", ["reviewing_editor", "administrator"])
def test_who_reviews_opens_those_too(role: str, signed_in: Callable[[str], Client]) -> None:
    client = signed_in(role)

    assert [address for address in doors(PUBLISHING) if not opened(client, address)] == []


def test_a_visitor_is_sent_to_sign_in_at_every_door() -> None:
    for address in doors(READING + PUBLISHING):
        response = Client().get(address)
        assert response.status_code == 302, address
        assert response.url.startswith("/admin/login/"), address


def test_somebody_with_an_account_and_no_role_gets_nowhere(person: Callable) -> None:
    nobody = person("content_editor", "nobody")
    nobody.groups.clear()
    client = Client()
    client.force_login(nobody)

    assert [address for address in doors(READING + PUBLISHING) if opened(client, address)] == []


@pytest.mark.parametrize("role", ["content_editor", "reviewing_editor", "administrator"])
@pytest.mark.parametrize("model", ["instrument", "instrumentversion"])
def test_nobody_deletes_laws_in_bulk(role: str, model: str, signed_in: Callable[[str], Client]) -> None:
    client = signed_in(role)
    made = draft()
    pk = made.pk if model == "instrumentversion" else made.instrument_id
    address = f"/admin/bulk/laws/{model}/delete/?id={pk}"

    assert client.get(address).status_code in (302, 403)
    assert client.post(address).status_code in (302, 403)
    assert InstrumentVersion.objects.exists()


def test_a_published_text_is_not_deleted(signed_in: Callable[[str], Client]) -> None:
    version = published()

    response = signed_in("reviewing_editor").post(f"{V}/delete/{version.pk}/", follow=True)

    assert "请先撤回，再删除" in response.content.decode()
    assert InstrumentVersion.objects.filter(pk=version.pk).exists()


def test_a_text_that_is_cited_is_not_deleted(signed_in: Callable[[str], Client]) -> None:
    version = published()
    Citation.objects.create(instrument=version.instrument, locator="2", read_on=date(2022, 5, 1), digest="v1:x")
    client = signed_in("reviewing_editor")
    client.post(f"{V}/unpublish/{version.pk}/")

    response = client.post(f"{V}/delete/{version.pk}/", follow=True)

    assert "不能删除" in response.content.decode()
    assert InstrumentVersion.objects.filter(pk=version.pk).exists()


def test_a_law_that_is_cited_is_not_deleted(signed_in: Callable[[str], Client]) -> None:
    law = instrument()
    Citation.objects.create(instrument=law, locator="2", read_on=date(2022, 5, 1), digest="v1:x")

    response = signed_in("reviewing_editor").post(f"{I}/delete/{law.pk}/", follow=True)

    assert "不能删除" in response.content.decode()
    assert Instrument.objects.filter(pk=law.pk).exists()


def test_deleting_a_law_asks_and_says_how_many_texts_go_with_it(signed_in: Callable[[str], Client]) -> None:
    made = draft()
    draft(made.instrument, on=date(2022, 1, 1))
    client = signed_in("reviewing_editor")
    address = f"{I}/delete/{made.instrument_id}/"

    assert "它的 2 个版本" in client.get(address).content.decode()
    assert Instrument.objects.exists()
    client.post(address)
    assert not Instrument.objects.exists()
    assert not InstrumentVersion.objects.exists()


def test_a_draft_nobody_needs_is_deleted(signed_in: Callable[[str], Client]) -> None:
    made = draft()

    signed_in("reviewing_editor").post(f"{V}/delete/{made.pk}/")

    assert not InstrumentVersion.objects.exists()


def test_a_content_editor_corrects_aliases_of_a_public_law_but_not_its_title(
    signed_in: Callable[[str], Client],
) -> None:
    law = published().instrument
    law.refresh_from_db()

    signed_in("content_editor").post(f"{I}/edit/{law.pk}/", instrument_form(law, title="改了名", aliases="互助法"))

    law.refresh_from_db()
    assert law.title == "中华人民共和国示范邻里互助法"
    assert law.aliases == "互助法"


def test_a_reviewing_editor_corrects_the_title_and_the_address_stays(signed_in: Callable[[str], Client]) -> None:
    law = published().instrument
    law.refresh_from_db()
    slug = law.slug

    signed_in("reviewing_editor").post(
        f"{I}/edit/{law.pk}/", instrument_form(law, title="示范邻里和睦法", short_title="")
    )

    law.refresh_from_db()
    assert (law.title, law.short_title, law.slug) == ("示范邻里和睦法", "示范邻里和睦法", slug)


def test_the_history_of_a_law_says_what_was_changed_from_what_to_what(signed_in: Callable[[str], Client]) -> None:
    law = instrument()
    client = signed_in("content_editor")
    client.post(f"{I}/edit/{law.pk}/", instrument_form(law, issuing_authority="示范代表大会"))

    page = client.get(f"{I}/history/{law.pk}/").content.decode()

    assert "制定机关：“空” → “示范代表大会”" in page


def test_a_second_law_of_the_same_title_is_refused_with_a_link_to_the_first(signed_in: Callable[[str], Client]) -> None:
    law = instrument()
    new = Instrument(title="示范邻里互助法", level="law")

    page = signed_in("content_editor").post(f"{I}/add/", instrument_form(new)).content.decode()

    assert f'href="{I}/edit/{law.pk}/"' in page
    assert Instrument.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "basis"),
    [
        ({"effective_on": "2021-05-01", "effective_basis": "unknown"}, "stated"),
        ({"effective_on": "", "effective_basis": "stated"}, "unknown"),
        ({"effective_on": "2021-05-01", "effective_basis": "promulgation"}, "stated"),
        ({"effective_on": "2021-03-01", "effective_basis": "closing_article"}, "closing_article"),
    ],
)
def test_the_basis_follows_the_date(changed: dict[str, str], basis: str, signed_in: Callable[[str], Client]) -> None:
    version = draft(effective_basis="promulgation")

    signed_in("content_editor").post(f"{V}/edit/{version.pk}/", version_form(version, **changed))

    assert InstrumentVersion.objects.get().get_latest_revision_as_object().effective_basis == basis


def test_a_text_with_an_expiry_is_repealed_without_saying_so_twice(signed_in: Callable[[str], Client]) -> None:
    version = draft()

    signed_in("content_editor").post(f"{V}/edit/{version.pk}/", version_form(version, expired_on="2024-01-01"))

    assert InstrumentVersion.objects.get().is_repealed


def test_the_law_of_a_text_cannot_be_exchanged(signed_in: Callable[[str], Client]) -> None:
    version = draft()
    other = instrument("示范花草条例", "administrative_regulation")

    signed_in("content_editor").post(f"{V}/edit/{version.pk}/", version_form(version, instrument=str(other.pk)))

    assert InstrumentVersion.objects.get().instrument != other


def test_the_structure_preview_shows_the_tree_of_what_is_being_typed(signed_in: Callable[[str], Client]) -> None:
    version = draft()
    client = signed_in("content_editor")
    address = f"{V}/preview/{version.pk}/"

    answer = client.post(address, version_form(version, source_text=TEXT.replace("第三条", "第五条"))).json()
    page = client.get(address, {"mode": "structure"}).content.decode()

    assert answer["is_valid"]
    assert "第五条之前缺第三条至第四条。" in page


def test_the_page_preview_shows_the_draft_as_readers_would_see_it(signed_in: Callable[[str], Client]) -> None:
    version = published()
    client = signed_in("content_editor")
    address = f"{V}/preview/{version.pk}/"

    client.post(address, version_form(version, source_text=TEXT.replace("照看老人", "照看儿童")))
    page = client.get(address).content.decode()

    assert "照看儿童" in page
    assert 'id="art-2"' in page
    assert "照看儿童" not in client.get(f"/laws/{version.instrument.slug}/").content.decode()
