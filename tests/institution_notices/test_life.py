"""Article 12: an institution drafts and applies; an editor approves, returns or refuses with a reason; the institution sees
where it stands and is told."""

from __future__ import annotations

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client, TestCase

from cms.editorial.models import InstitutionNotice
from portal.institution_notices.models import NoticeApplication
from portal.institution_notices.policies import WrongState
from portal.institution_notices.services import applying, deciding
from portal.institution_notices.states import TRANSITIONS, Act, ApplicationState
from portal.notifications.models import Notification
from tests.directory.builders import institution
from tests.editorial.builders import index_of
from tests.institution_notices.builders import VALUES, draft, person, submitted

pytestmark = [pytest.mark.django_db, pytest.mark.integration]


def test_an_approved_application_is_a_public_page_in_the_institutions_name(client: Client) -> None:
    index_of("institution_notice")
    firm = institution(name="示范法律援助中心")
    application = submitted(person("institution_publisher", firm))
    application = deciding.approve_application(application, by=person("reviewing_editor"))
    assert application.state == ApplicationState.APPROVED
    page = InstitutionNotice.objects.get()
    assert (page.title, page.live, page.institution) == ("示范中心国庆期间值班安排", True, firm)
    assert page.source_name == "示范法律援助中心"
    assert "<p>第一段。</p><p>第二段，<br/>另一行。</p>" in str(page.body[0].value.source)


@pytest.mark.parametrize("how", ["unpublish", "delete"])
def test_an_institution_sees_and_is_told_that_what_was_published_is_withdrawn(client: Client, how: str) -> None:
    index_of("institution_notice")
    publisher = person("institution_publisher", institution())
    application = deciding.approve_application(submitted(publisher), by=person("reviewing_editor"))
    client.force_login(publisher)
    assert "已发布" in client.get(application.get_absolute_url()).content.decode()

    getattr(InstitutionNotice.objects.get(), how)()

    told = Notification.objects.filter(recipient=publisher).order_by("-pk")[0]
    assert "已经从本网撤下" in told.text
    assert told.url == application.get_absolute_url()
    for address in ("/workbench/notices/", application.get_absolute_url()):
        assert "已撤下" in client.get(address).content.decode()


def test_who_was_told_of_the_withdrawal_is_not_told_again_when_the_page_is_deleted() -> None:
    index_of("institution_notice")
    publisher = person("institution_publisher", institution())
    deciding.approve_application(submitted(publisher), by=person("reviewing_editor"))
    InstitutionNotice.objects.get().unpublish()
    InstitutionNotice.objects.get().delete()
    assert Notification.objects.filter(recipient=publisher, text__contains="已经从本网撤下").count() == 1


def test_what_is_written_is_text_and_never_markup() -> None:
    assert deciding.html_of("<script>甲</script>\n\n乙 & 丙") == (
        "<p>&lt;script&gt;甲&lt;/script&gt;</p><p>乙 &amp; 丙</p>"
    )


def test_the_institution_is_told_in_the_workbench_and_by_mail_that_says_nothing_of_the_matter() -> None:
    firm = institution()
    publisher, colleague = person("institution_publisher", firm), person("institution_publisher", firm)
    stranger = person("institution_publisher", institution())
    application = submitted(publisher)
    with TestCase.captureOnCommitCallbacks(execute=True):
        deciding.return_application(application, "缺少联系电话", by=person("reviewing_editor"))
    told = {message.recipient for message in Notification.objects.all()}
    assert told == {publisher, colleague}
    assert stranger not in told
    assert {address for message in mail.outbox for address in message.to} == {publisher.email, colleague.email}
    assert all("值班" not in message.body and "联系电话" not in message.body for message in mail.outbox)


def test_a_mail_server_that_is_out_never_holds_a_decision_up(settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 1
    firm = institution()
    application = submitted(person("institution_publisher", firm))
    with TestCase.captureOnCommitCallbacks(execute=True):
        deciding.refuse_application(application, "不属于公共法律服务", by=person("reviewing_editor"))
    assert NoticeApplication.objects.get().state == ApplicationState.REFUSED
    message = Notification.objects.get()
    assert message.mailed_at is None


def test_a_message_is_mailed_once_though_delivered_twice() -> None:
    from portal.notifications.mailing import send

    firm = institution()
    application = submitted(person("institution_publisher", firm))
    with TestCase.captureOnCommitCallbacks(execute=True):
        deciding.return_application(application, "缺少联系电话", by=person("reviewing_editor"))
    send([str(message.pk) for message in Notification.objects.all()])
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("service", [deciding.return_application, deciding.refuse_application])
def test_nothing_is_returned_or_refused_without_a_reason(service) -> None:
    application = submitted(person("institution_publisher", institution()))
    with pytest.raises(ValidationError, match="理由"):
        service(application, "  ", by=person("reviewing_editor"))
    assert NoticeApplication.objects.get().state == ApplicationState.SUBMITTED


def test_what_was_returned_is_mended_and_handed_in_again() -> None:
    publisher = person("institution_publisher", institution())
    application = deciding.return_application(submitted(publisher), "缺少电话", by=person("reviewing_editor"))
    applying.edit_application(application, {**VALUES, "text": "补充了电话。"}, by=publisher)
    application = applying.submit_application(application, by=publisher)
    assert (application.state, application.reason, application.text) == (ApplicationState.SUBMITTED, "", "补充了电话。")


def test_what_waits_is_not_changed_but_may_be_taken_back() -> None:
    publisher = person("institution_publisher", institution())
    application = submitted(publisher)
    with pytest.raises(WrongState):
        applying.edit_application(application, VALUES, by=publisher)
    assert applying.take_back(application, by=publisher).state == ApplicationState.DRAFT


def test_of_two_editors_who_decide_at_once_the_second_is_told() -> None:
    application = submitted(person("institution_publisher", institution()))
    deciding.refuse_application(application, "不属于公共法律服务", by=person("reviewing_editor"))
    with pytest.raises(WrongState, match="不予发布"):
        deciding.return_application(application, "请修改", by=person("reviewing_editor"))


def test_nobody_decides_on_what_their_own_institution_asks_for() -> None:
    firm = institution()
    application = submitted(person("institution_publisher", firm))
    with pytest.raises(PermissionDenied):
        deciding.return_application(application, "请修改", by=person("reviewing_editor", firm))


def test_a_content_editor_sees_but_does_not_decide() -> None:
    index_of("institution_notice")
    application = submitted(person("institution_publisher", institution()))
    editor = person("content_editor")
    for act in (
        lambda: deciding.approve_application(application, by=editor),
        lambda: deciding.refuse_application(application, "理由", by=editor),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_whoever_belongs_to_no_institution_applies_for_none() -> None:
    with pytest.raises(PermissionDenied):
        draft(person("institution_publisher"))


def test_an_identity_number_is_refused_at_its_field() -> None:
    with pytest.raises(ValidationError) as refused:
        draft(person("institution_publisher", institution()), text="请张三（11010119900307785X）来领取。")
    assert "text" in refused.value.error_dict


def test_each_act_has_somewhere_to_begin_and_a_reason_where_the_institution_must_understand() -> None:
    assert set(TRANSITIONS) == set(Act)
    assert all(transition.begins for transition in TRANSITIONS.values())
    assert {act for act, transition in TRANSITIONS.items() if transition.wants_reason} == {Act.RETURN, Act.REFUSE}
