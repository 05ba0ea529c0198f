"""A citizen takes home all of their own, can check it without the portal, and nobody else gets it."""

from __future__ import annotations

import hashlib
import io
import json
import sys
from base64 import urlsafe_b64decode
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.test import Client
from PIL import ImageFile

from portal.common.audit.models import Act, AuditEntry
from portal.consultations.models import Consultation, InternalNote
from portal.consultations.sessions import KEPT, given_now
from tests.consultations import builders
from tests.consultations.records.lives import appealed, long_life

pytestmark = [pytest.mark.django_db, pytest.mark.integration]


@pytest.fixture(autouse=True)
def private_root(settings: Any, tmp_path: Path) -> None:
    settings.PRIVATE_ROOT = str(tmp_path / "private")


def holder(*cases: Consultation) -> Client:
    """A browser in which the passphrases of these cases were typed."""
    client = Client()
    session = client.session
    session[KEPT] = {case.receipt_number: given_now(case) for case in cases}
    session.save()
    return client


def address(case: Consultation, what: str) -> str:
    return f"/consultations/mine/{case.receipt_number}/{what}"


def text_of(case: Consultation) -> str:
    response = holder(case).get(address(case, "download.txt"))
    assert response.status_code == 200
    return response.content.decode("utf-8-sig")


def test_a_copy_holds_all_of_ones_own() -> None:
    case = long_life()
    text = text_of(case)
    for own in (
        case.written_number,
        "公司拖欠三个月工资，怎么要回来？",
        "示范公司",
        "拿回工资",
        "去年三月签的。",
        "请补充合同的签订时间。",
        "公司应当按时足额支付工资",
        "先向劳动保障监察机构投诉",
        "公司注销了怎么办？",
        "可以向股东主张。",
        "满意",
        "谢谢",
        "合同.png",
        case.assigned_to.code,
        case.consent.agreement.version,
        case.consent.risk_notice.version,
        "首次答复",
        "从什么时候算起",
        "规则",
    ):
        assert own in text, own


def test_a_refusal_its_appeal_and_their_reasons_are_in_it() -> None:
    text = text_of(appealed())
    for own in ("第三十一条", "已经在法院审理", "请向承办法官了解", "还没有立案", "确实没有立案"):
        assert own in text, own


def test_a17_internal_notes_names_and_accounts_are_not_in_it() -> None:
    case = long_life()
    InternalNote.objects.create(consultation=case, text="内部看法", at=case.submitted_at)
    text = text_of(case)
    resident = case.assigned_to
    for secret in (
        "内部看法",
        resident.practitioner.name,
        resident.user.username,
        resident.resident_institution.institution.name,
    ):
        assert secret not in text


def test_the_copy_can_be_checked_with_nothing_but_itself() -> None:
    case = long_life()
    lines = text_of(case).splitlines()
    forms = lines[lines.index("== 办理记录的规范形式 ==") + 1 : lines.index("== 本网对整份文件的签名 ==") - 1]
    previous = "0" * 64
    for number, form in enumerate(forms, 1):
        event = json.loads(form)
        assert (event["sequence"], event["previous"]) == (number, previous)
        previous = hashlib.sha256(form.encode()).hexdigest()
    said = {line.partition("：")[0]: line.partition("：")[2] for line in lines}
    assert said["最后一条的摘要应当等于"] == previous
    key = next(line for line in lines if "公钥：" in line).partition("公钥：")[2]
    message = f'{{"case":"{case.receipt_number}","digest":"{previous}","sequence":{len(forms)}}}'
    signature = said["本网对它的签名（Ed25519，网址字符的 base64）"]
    Ed25519PublicKey.from_public_bytes(urlsafe_b64decode(key)).verify(urlsafe_b64decode(signature), message.encode())


def test_the_file_has_a_name_that_says_nothing_and_is_kept_by_no_cache() -> None:
    case = long_life()
    for kind in ("download.txt", "download.pdf"):
        response = holder(case).get(address(case, kind))
        assert "%E8%AE%B0%E5%BD%95" in response["Content-Disposition"], "记录"
        assert case.receipt_number not in response["Content-Disposition"]
        assert response["Content-Disposition"].startswith("attachment")
        assert "no-store" in response["Cache-Control"]
        assert response["X-Content-Type-Options"] == "nosniff"


def test_the_pdf_holds_the_same_and_names_nobody_in_its_properties() -> None:
    case = long_life()
    response = holder(case).get(address(case, "download.pdf"))
    with pikepdf.open(io.BytesIO(response.content)) as pdf:
        assert len(pdf.pages) >= 2
        assert str(pdf.docinfo.get("/Title")) == "记录"
        assert "/Author" not in pdf.docinfo


def test_drawing_a_pdf_leaves_half_a_picture_refused_elsewhere() -> None:
    """The library that draws it makes Pillow lenient for the whole process."""
    ImageFile.LOAD_TRUNCATED_IMAGES = True  # as importing it for the first time does
    case = long_life()
    holder(case).get(address(case, "download.pdf"))
    assert not ImageFile.LOAD_TRUNCATED_IMAGES


def test_where_no_pdf_can_be_drawn_the_print_view_is_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    case = long_life()
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    response = holder(case).get(address(case, "download.pdf"), follow=True)
    assert response.redirect_chain == [(address(case, "print/"), 302)]
    page = response.content.decode()
    assert "可以向股东主张。" in page
    assert "打印" in page
    assert "no-store" in response["Cache-Control"]


def test_what_was_typed_is_text_and_never_markup() -> None:
    case = builders.submitted(question="<script>alert(1)</script> 拖欠工资怎么办？")
    page = holder(case).get(address(case, "print/")).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


# -- whose it is ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("what", ["download.txt", "download.pdf", "print/"])
def test_another_case_one_that_does_not_exist_and_staff_get_the_same_404(what: str) -> None:
    case, own = builders.claimed(), builders.submitted()
    stranger = holder(own)
    answers = [stranger.get(address(case, what)), stranger.get(f"/consultations/mine/{'0' * 11}/{what}")]
    for person in (case.assigned_to.user, builders.person("moderator"), builders.person("supervisor")):
        staff = Client()
        staff.force_login(person)
        answers.append(staff.get(address(case, what)))
    assert {answer.status_code for answer in answers} == {404}
    bodies = {answer.content.replace(case.receipt_number.encode(), b"0" * 11) for answer in answers[:2]}
    assert len(bodies) == 1, "but for the address that was asked for"


def test_the_citizen_saves_their_own_file_and_nobody_elses() -> None:
    case, other = long_life(), builders.submitted()
    file = case.attachments.get()
    response = holder(case).get(address(case, f"files/{file.key}/"))
    assert response.content.startswith(b"\x89PNG")
    assert "attachment" in response["Content-Disposition"]
    assert holder(other).get(address(case, f"files/{file.key}/")).status_code == 404
    assert holder(other).get(address(other, f"files/{file.key}/")).status_code == 404
    assert not AuditEntry.objects.filter(act=Act.CASE_OPENED).exists()


def test_a25_a_file_is_opened_by_the_assigned_resident_and_the_opening_is_logged() -> None:
    case = long_life()
    file = f"/workbench/cases/{case.receipt_number}/files/{case.attachments.get().key}/"
    people = {
        case.assigned_to.user: 200,
        builders.resident().user: 404,
        builders.person("institution_publisher"): 404,
    }
    for person, status in people.items():
        client = Client()
        client.force_login(person)
        assert client.get(file).status_code == status, person
    entry = AuditEntry.objects.get(act=Act.CASE_OPENED)
    assert entry.actor_id == case.assigned_to.user.pk
    assert Client().get(file).status_code == 302


@pytest.mark.parametrize(("scan", "status", "words"), [("waiting", 409, "正在检查"), ("infected", 410, "已经没有了")])
def test_a_file_not_called_clean_is_explained_and_not_served(scan: str, status: int, words: str) -> None:
    case = long_life()
    case.attachments.update(scan=scan)
    response = holder(case).get(address(case, f"files/{case.attachments.get().key}/"))
    assert response.status_code == status
    assert words in response.content.decode()
