"""The pages of an application: the institution's own in the workbench, the editor's in the admin; others' are not there."""

from __future__ import annotations

import pytest
from django.test import Client

from portal.institution_notices.models import NoticeApplication
from portal.institution_notices.services import applying
from portal.institution_notices.states import ApplicationState
from tests.directory.builders import institution
from tests.editorial.builders import index_of
from tests.institution_notices.builders import VALUES, draft, person, submitted

pytestmark = pytest.mark.django_db
FORM = {**VALUES, "holds_until": ""}


def entered(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_one_press_writes_and_hands_in() -> None:
    client = entered(person("institution_publisher", institution(name="示范法律援助中心")))
    assert "示范法律援助中心" in client.get("/workbench/notices/new/").content.decode()
    answer = client.post("/workbench/notices/new/", {**FORM, "then": "submit"}, follow=True)
    shown = answer.content.decode()
    assert "待审核" in shown
    assert "提交申请，等待审核" in shown
    assert NoticeApplication.objects.get().state == ApplicationState.SUBMITTED


def test_what_was_typed_is_kept_when_something_is_missing() -> None:
    client = entered(person("institution_publisher", institution()))
    answer = client.post("/workbench/notices/new/", {**FORM, "title": "", "then": "submit"})
    shown = answer.content.decode()
    assert "第二段" in shown
    assert "error-summary" in shown
    assert not NoticeApplication.objects.exists()


def test_another_institutions_application_is_not_there() -> None:
    application = draft(person("institution_publisher", institution()))
    client = entered(person("institution_publisher", institution()))
    for address in (f"/workbench/notices/{application.pk}/", f"/workbench/notices/{application.pk}/edit/"):
        assert client.get(address).status_code == 404
        assert client.post(address, {"act": "submit", **FORM}).status_code == 404
    assert application.title not in client.get("/workbench/notices/").content.decode()
    assert client.get("/workbench/notices/999999/").status_code == 404


def test_who_has_no_institution_is_told_why_nothing_can_be_written() -> None:
    client = entered(person("institution_publisher"))
    assert "还没有关联机构" in client.get("/workbench/notices/new/", follow=True).content.decode()


def test_an_act_that_came_too_late_says_so() -> None:
    publisher = person("institution_publisher", institution())
    application = submitted(publisher)
    answer = entered(publisher).post(f"/workbench/notices/{application.pk}/", {"act": "discard"})
    assert answer.status_code == 409
    assert "待审核" in answer.content.decode()


def test_an_editor_decides_on_the_page_of_the_application() -> None:
    index_of("institution_notice")
    application = submitted(person("institution_publisher", institution()))
    editor = entered(person("reviewing_editor"))
    assert application.title in editor.get("/admin/").content.decode()
    address = f"/admin/reports/notice-applications/{application.pk}/"
    shown = editor.get(address).content.decode()
    assert "第二段" in shown
    seen = application.updated_at.isoformat()
    assert f'value="{seen}"' in shown
    answer = editor.post(address, {"act": "return", "reason": "", "seen": seen})
    assert "请写明理由" in answer.content.decode()
    editor.post(address, {"act": "approve", "seen": seen})
    application.refresh_from_db()
    assert application.state == ApplicationState.APPROVED
    assert application.page.live


@pytest.mark.parametrize("act", ["approve", "return", "refuse"])
def test_an_editor_decides_on_what_was_read_not_on_what_was_put_in_its_place_since(act: str) -> None:
    index_of("institution_notice")
    publisher = person("institution_publisher", institution())
    application = submitted(publisher)
    seen = application.updated_at.isoformat()
    applying.take_back(application, by=publisher)
    applying.edit_application(application, {"text": "别的内容"}, by=publisher)
    applying.submit_application(application, by=publisher)
    editor, address = entered(person("reviewing_editor")), f"/admin/reports/notice-applications/{application.pk}/"

    for typed in ({"seen": seen}, {}):
        answer = editor.post(address, {"act": act, "reason": "理由", **typed})
        assert answer.status_code == 200
        assert "重新" in answer.content.decode()

    application.refresh_from_db()
    assert application.state == ApplicationState.SUBMITTED
    assert application.page is None


def test_a_draft_is_no_business_of_an_editor() -> None:
    application = draft(person("institution_publisher", institution()))
    editor = entered(person("reviewing_editor"))
    assert editor.get(f"/admin/reports/notice-applications/{application.pk}/").status_code == 404
    assert application.title not in editor.get("/admin/reports/notice-applications/").content.decode()


def test_roles_without_business_here_have_no_door() -> None:
    application = submitted(person("institution_publisher", institution()))
    for role in ("resident", "expert", "moderator", "back_office", "supervisor"):
        assert entered(person(role)).get("/workbench/notices/").status_code == 403
    clerk = entered(person("directory_clerk"))
    assert clerk.get(f"/admin/reports/notice-applications/{application.pk}/").status_code in (302, 403)


def test_messages_are_read_where_they_are_shown() -> None:
    from portal.institution_notices.services import deciding
    from portal.notifications.services import unread_of

    publisher = person("institution_publisher", institution())
    deciding.return_application(submitted(publisher), "缺少电话", by=person("reviewing_editor"))
    client = entered(publisher)
    assert "1 件待办" in client.get("/workbench/").content.decode()
    assert "退回修改" in client.get("/workbench/messages/").content.decode()
    client.post("/workbench/messages/")
    assert not unread_of(publisher).exists()


def test_an_account_is_tied_to_an_institution_by_its_whole_name_or_code() -> None:
    firm = institution(name="示范第九律师事务所")
    user = person("institution_publisher")
    admin = entered(person("administrator"))
    values = {
        "username": user.username,
        "email": user.email,
        "display_name": "示范",
        "is_active": "on",
        "groups": [group.pk for group in user.groups.all()],
    }
    answer = admin.post(f"/admin/users/edit/{user.pk}/", {**values, "institution": "没有的机构"})
    assert "名录里没有这个机构" in answer.content.decode()
    admin.post(f"/admin/users/edit/{user.pk}/", {**values, "institution": firm.unified_social_credit_code})
    user.refresh_from_db()
    assert user.institution == firm


def test_words_that_must_be_looked_at_want_a_tick_and_words_that_must_be_changed_go_back() -> None:
    index_of("institution_notice")
    publisher = person("institution_publisher", institution())
    asked = submitted(publisher, text="请到劳动和社会保障局办理。")
    editor = entered(person("reviewing_editor"))
    address = f"/admin/reports/notice-applications/{asked.pk}/"
    assert "劳动和社会保障局" in editor.get(address).content.decode()
    seen = {"seen": asked.updated_at.isoformat()}
    assert "请核对后打勾" in editor.post(address, {"act": "approve", **seen}).content.decode()
    editor.post(address, {"act": "approve", "wording": "on", **seen})
    asked.refresh_from_db()
    assert asked.page.live
    refused = submitted(publisher, text="本所包赢官司，不赢不收费。")
    address = f"/admin/reports/notice-applications/{refused.pk}/"
    answer = editor.post(address, {"act": "approve", "wording": "on", "seen": refused.updated_at.isoformat()})
    assert "请退回机构修改" in answer.content.decode()
    refused.refresh_from_db()
    assert refused.state == ApplicationState.SUBMITTED
