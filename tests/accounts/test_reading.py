"""An auditor reads everything, published or not, and changes nothing by it."""

from __future__ import annotations

import pytest
from django.test import Client
from wagtail.models import Page, Revision

from cms.core.models import HomePage, StandardPage
from cms.core.site_builder import build_site
from portal.accounts.models import User
from portal.accounts.roles import group_of
from portal.common.audit.models import Act, AuditEntry

pytestmark = pytest.mark.django_db


def person(role: str) -> User:
    user = User.objects.create_user(role, f"{role}@example.invalid", "secret-enough-1", display_name=f"示范{role}")
    user.groups.add(group_of(role))
    return user


@pytest.fixture
def auditor() -> Client:
    client = Client()
    client.force_login(person("auditor"))
    return client


@pytest.fixture
def page() -> StandardPage:
    """Public, with a draft over it."""
    build_site()
    editor = person("content_editor")
    made = StandardPage(title="示范通告", slug="shi-fan", body="<p>发布了的文字。</p>", owner=editor)
    HomePage.objects.get().add_child(instance=made)
    made.save_revision(user=editor).publish()
    made.title, made.body = "示范通告（改）", "<p>还没有发布的文字。</p>"
    made.save_revision(user=editor, log_action=True)
    return made


def test_the_list_shows_every_page_published_or_not_with_its_state(auditor: Client, page: StandardPage) -> None:
    HomePage.objects.get().add_child(instance=StandardPage(title="从未发布的页", slug="never", live=False))

    shown = auditor.get("/admin/reports/every-page/").content.decode()

    for words in ("示范通告（改）", "从未发布的页", "草稿"):
        assert words in shown
    found = auditor.get("/admin/reports/every-page/", {"live": "false"}).content.decode()
    assert "从未发布的页" in found
    assert "示范通告（改）" not in found


def test_a_page_shows_its_revisions_and_who_did_what(auditor: Client, page: StandardPage) -> None:
    shown = auditor.get(f"/admin/reports/every-page/{page.pk}/").content.decode()

    assert "只读" in shown
    assert "示范content_editor" in shown
    assert shown.count("按读者看到的样子查看") == 2
    assert "<form" not in shown.split("只读：")[1].split("</main>")[0]


def test_a_draft_is_read_as_readers_would_see_it_and_stays_a_draft(auditor: Client, page: StandardPage) -> None:
    before = Page.objects.values().get(pk=page.pk)
    latest = Revision.objects.filter(object_id=str(page.pk)).latest("pk")

    shown = auditor.get(f"/admin/reports/every-page/{page.pk}/revisions/{latest.pk}/")

    assert "还没有发布的文字" in shown.content.decode()
    assert shown["X-Robots-Tag"] == "noindex"
    assert Page.objects.values().get(pk=page.pk) == before


def test_a_revision_of_another_page_is_not_shown_under_this_one(auditor: Client, page: StandardPage) -> None:
    other = HomePage.objects.get()
    foreign = other.save_revision()

    assert auditor.get(f"/admin/reports/every-page/{page.pk}/revisions/{foreign.pk}/").status_code == 404


@pytest.mark.parametrize("role", ["content_editor", "directory_clerk"])
def test_nobody_else_reads_pages_by_this_way(role: str) -> None:
    client = Client()
    client.force_login(person(role))

    assert client.get("/admin/reports/every-page/").status_code in (302, 403)
    assert "全部页面" not in client.get("/admin/").content.decode()


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/admin/reports/audit/", "审计记录"),
        ("/admin/reports/every-page/", "全部页面"),
        ("/admin/reports/every-image/results/", "全部图片"),
        ("/admin/reports/site-history/", "网站历史"),
    ],
)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_every_export_of_the_admin_stands_in_the_log_once(path: str, title: str, form: str, auditor: Client) -> None:
    answer = auditor.get(path, {"export": form})

    assert answer["Content-Disposition"].startswith("attachment")
    kept = AuditEntry.objects.get(act=Act.EXPORTED)
    assert kept.actor_name == "auditor"
    assert kept.details == {"subject": path, "format": form}
    assert kept.subject_name


def test_a_list_that_is_only_read_is_no_export_and_a_refused_export_neither(auditor: Client) -> None:
    auditor.get("/admin/reports/audit/")
    auditor.get("/admin/redirects/", {"export": "csv"})
    auditor.get("/admin/", {"export": "csv"})

    assert not AuditEntry.objects.filter(act=Act.EXPORTED).exists()


def test_an_export_that_a_view_keeps_itself_is_not_kept_twice() -> None:
    client = Client()
    client.force_login(person("directory_clerk"))

    client.get("/admin/directory/institutions/", {"export": "csv"})

    assert AuditEntry.objects.filter(act=Act.EXPORTED).count() == 1


def test_who_opened_whose_account_is_kept_but_not_ones_own() -> None:
    client, administrator, other = Client(), person("administrator"), person("resident")
    client.force_login(administrator)

    client.get(f"/admin/users/edit/{other.pk}/")
    client.get(f"/admin/users/edit/{administrator.pk}/")

    kept = AuditEntry.objects.get(act=Act.PERSONAL_DATA_OPENED)
    assert (kept.actor_name, kept.subject) == ("administrator", f"accounts.user:{other.pk}")
