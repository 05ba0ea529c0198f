"""The audit log keeps who did what, and shows when somebody changed it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.urls import reverse
from wagtail.log_actions import LogContext
from wagtail.models import Page

from cms.core.models import HomePage, StandardPage
from cms.core.site_builder import build_site
from portal.accounts.models import User
from portal.accounts.roles import group_of
from portal.accounts.sowing import sow
from portal.common.audit.models import Act, AppendOnly, AuditEntry
from portal.common.audit.record import record, seal, verify

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-invented-password"


@pytest.fixture
def editor() -> User:
    user = User.objects.create_user("lin", password=PASSWORD)
    user.groups.add(group_of("reviewing_editor"))
    return user


def acts() -> list[tuple[str, str, str]]:
    return list(AuditEntry.objects.order_by("id").values_list("act", "actor_name", "subject_name"))


def sign_in(client, username: str, password: str):
    return client.post(reverse("wagtailadmin_login"), {"username": username, "password": password})


def test_signing_in_and_out_is_kept(client, editor):
    AuditEntry._base_manager.all().delete()
    sign_in(client, "lin", PASSWORD)
    client.post(reverse("wagtailadmin_logout"))
    assert acts() == [("signed_in", "lin", ""), ("signed_out", "lin", "")]


def test_a_failed_sign_in_names_the_account_it_aimed_at_and_never_what_was_typed(client, editor):
    AuditEntry._base_manager.all().delete()
    sign_in(client, "lin", "wrong")
    sign_in(client, "my-secret-password", "wrong")
    assert acts() == [("sign_in_failed", "", "lin"), ("sign_in_failed", "", "")]
    assert "my-secret-password" not in str(list(AuditEntry.objects.values()))


def test_who_gave_which_role_is_kept(client, editor):
    administrator = User.objects.create_superuser("admin", password=PASSWORD)
    newcomer = User.objects.create_user("wang", email="wang@example.org", password=PASSWORD)
    client.force_login(administrator)
    role = group_of("content_editor")
    AuditEntry._base_manager.all().delete()
    answer = client.post(
        reverse("wagtailusers_users:edit", args=[newcomer.pk]),
        {"username": "wang", "email": "wang@example.org", "display_name": "王", "is_active": "on", "groups": [role.pk]},
    )
    assert answer.status_code == 302, answer.context["form"].errors
    kept = AuditEntry.objects.get(act=Act.ROLE_CHANGED)
    assert (kept.actor_name, kept.subject_name, kept.details) == ("admin", "wang", {"add": [role.name]})


def test_what_a_role_may_do_is_kept_when_somebody_changes_it_and_not_when_it_is_sown(client, editor):
    administrator = User.objects.create_superuser("admin", password=PASSWORD)
    role = Group.objects.create(name="示范角色")
    view = Permission.objects.get(codename="view_auditentry")
    with LogContext(user=administrator):
        role.permissions.add(view)
        role.page_permissions.create(
            page=Page.get_first_root_node(), permission=Permission.objects.get(codename="add_page")
        )
        role.permissions.clear()
    sow()
    kept = list(AuditEntry.objects.filter(act=Act.ROLE_CHANGED, subject_name="示范角色").order_by("id"))
    assert [entry.details for entry in kept] == [
        {"add": ["common.view_auditentry"]},
        {"add": ["add_page · Root"]},
        {"remove": ["common.view_auditentry"]},
    ]
    assert {entry.actor_name for entry in kept} == {"admin"}
    assert not AuditEntry.objects.filter(act=Act.ROLE_CHANGED, subject_name=group_of("auditor").name).exists()


def test_roles_taken_away_from_either_side_are_kept(editor):
    AuditEntry._base_manager.all().delete()
    name = editor.groups.get().name
    Group.objects.get(name=name).user_set.remove(editor)
    editor.groups.add(Group.objects.get(name=name))
    editor.groups.clear()
    assert list(AuditEntry.objects.order_by("id").values_list("details", flat=True)) == [
        {"remove": [name]},
        {"add": [name]},
        {"remove": [name]},
    ]


def test_a_session_ends_when_the_roles_change(client, editor):
    sign_in(client, "lin", PASSWORD)
    assert client.get("/admin/").status_code == 200
    User.objects.get(username="lin").groups.add(group_of("content_editor"))
    answer = client.get("/admin/")
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("wagtailadmin_login"))


def test_a_session_ends_when_an_account_is_made_a_superuser(client, editor):
    sign_in(client, "lin", PASSWORD)
    User.objects.filter(username="lin").update(is_superuser=True)
    assert client.get("/admin/").status_code == 302


def test_a_publication_and_a_withdrawal_are_kept_with_their_author(client, editor):
    build_site()
    page = StandardPage(title="示范页面", slug="shifan-yemian", body="<p>示范。</p>", live=False)
    HomePage.objects.get().add_child(instance=page)
    client.force_login(editor)
    AuditEntry._base_manager.all().delete()
    page.save_revision(user=editor).publish(user=editor)
    page.refresh_from_db()
    page.unpublish(user=editor)
    assert acts() == [("published", "lin", "示范页面"), ("withdrawn", "lin", "示范页面")]


def test_entries_are_sealed_after_commit_and_the_chain_holds(django_capture_on_commit_callbacks, editor):
    with django_capture_on_commit_callbacks(execute=True):
        record(Act.EXPORTED, actor=editor, name="示范导出")
    assert not AuditEntry.objects.filter(sequence__isnull=True).exists()
    assert verify() is None


@pytest.mark.parametrize("change", [{"actor_name": "somebody"}, {"details": {"x": 1}}, {"subject_name": "别的"}])
def test_a_changed_byte_is_found_by_the_command(editor, change, capsys):
    record(Act.EXPORTED, actor=editor, name="示范导出")
    record(Act.EXPORTED, actor=editor, name="又一次")
    seal()
    call_command("verify_records")
    assert "hold" in capsys.readouterr().out
    victim = AuditEntry.objects.order_by("-sequence")[1]
    AuditEntry._base_manager.filter(pk=victim.pk).update(**change)
    with pytest.raises(CommandError, match=f"row {victim.sequence}"):
        call_command("verify_records")


def test_a_removed_row_is_found(editor):
    for number in range(3):
        record(Act.EXPORTED, actor=editor, name=str(number))
    seal()
    AuditEntry._base_manager.filter(sequence=2).delete()
    assert verify() is not None


def test_the_log_is_only_ever_added_to(editor):
    record(Act.EXPORTED, actor=editor)
    entry = AuditEntry.objects.latest("id")
    for attempt in (entry.save, entry.delete, AuditEntry.objects.all().delete):
        with pytest.raises(AppendOnly):
            attempt()
    with pytest.raises(AppendOnly):
        AuditEntry.objects.update(actor_name="")


def test_only_who_may_read_the_log_sees_it(client, editor):
    client.force_login(editor)
    for name in ("audit_report", "audit_report_results"):
        assert client.get(reverse(name)).status_code == 302
    assert reverse("audit_report") not in client.get("/admin/").content.decode()


def test_an_auditor_reads_filters_and_exports_the_log_and_the_export_is_kept(client, editor):
    editor.user_permissions.add(Permission.objects.get(codename="view_auditentry"))
    client.force_login(editor)
    record(Act.EXPORTED, actor=editor, name="很好找的导出")
    shown = client.get(reverse("audit_report"))
    assert "很好找的导出" in shown.content.decode()
    assert "很好找的导出" not in client.get(reverse("audit_report"), {"act": Act.ROLE_CHANGED}).content.decode()
    before = AuditEntry.objects.filter(act=Act.EXPORTED).count()
    export = client.get(reverse("audit_report"), {"export": "csv"})
    assert "很好找的导出" in b"".join(export.streaming_content).decode()
    assert AuditEntry.objects.filter(act=Act.EXPORTED).count() == before + 1
