"""Images say what they show and give nothing away; files say what they are and how large. Through every door."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.test import Client
from PIL import Image
from wagtail.models import Collection, CollectionViewRestriction, UploadedFile
from wagtail.rich_text import RichText

from cms.core.media.pictures import clean_picture
from cms.core.models import CustomDocument, CustomImage, StandardPage
from tests.core.uploads import ON_ITS_SIDE, PDF, SECRET, bomb, picture, word
from tests.patience import must_end

pytestmark = [pytest.mark.django_db, pytest.mark.integration]
SHOWN = "示范窗口，工作人员正在接待来访人"


def cleaned(content: bytes, name: str) -> Image.Image:
    return Image.open(clean_picture(io.BytesIO(content), name))


def stored(row: CustomImage | CustomDocument) -> bytes:
    with row.open_file() as file:
        return file.read()


def upload(content: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def kept_image(**facts: Any) -> CustomImage:
    facts = {"title": "示范图", "description": SHOWN, **facts}
    return CustomImage.objects.create(file=ContentFile(picture(orientation=ON_ITS_SIDE), "a.jpg"), **facts)


def kept_document(
    content: bytes = PDF, name: str = "表格.pdf", title: str = "示范申请表", **facts: Any
) -> CustomDocument:
    return CustomDocument.objects.create(title=title, file=ContentFile(content, name), **facts)


# -- what is kept of a picture -----------------------------------------------------------------------------------------
def test_a_program_that_saves_an_image_saves_it_clean_with_the_size_and_digest_of_what_is_kept():
    image = kept_image()
    content = stored(image)
    again = CustomImage.objects.get()
    assert SECRET.encode() not in content
    assert (again.width, again.height) == (20, 40)
    assert again.file_size == len(content)
    assert image.get_file_hash() == again.file_hash != ""
    assert image.get_rendition("max-10x10").width == 5


# -- the doors of images ----------------------------------------------------------------------------------------------
@pytest.fixture
def editor(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("reviewing_editor")


@pytest.fixture
def collection() -> int:
    return Collection.objects.get(name="编辑素材").pk


@pytest.mark.parametrize("door", ["/admin/images/add/", "/admin/images/chooser/create/"])
def test_a_single_upload_asks_what_the_picture_shows_and_keeps_it_clean(door, editor, collection):
    prefix = "image-chooser-upload-" if "chooser" in door else ""

    def post(content: bytes = b"", name: str = "IMG_2034.jpg", **facts: str) -> str:
        file = upload(content or picture(orientation=ON_ITS_SIDE), name)
        values = {"title": "示范图", "collection": collection, "file": file, **facts}
        answer = editor.post(door, {prefix + key: value for key, value in values.items()})
        return answer.content.decode("unicode_escape" if "chooser" in door else "utf-8", "ignore")

    def is_told(page: str, words: str) -> bool:
        return words in page or words in page.encode("latin1", "ignore").decode("utf-8", "ignore")

    assert is_told(post(), "请写替代文字")
    assert is_told(post(description="IMG_2034.jpg"), "这像是文件名")
    assert is_told(post(description=SHOWN, is_decorative="on"), "不应再写替代文字")
    assert is_told(post(bomb(), "a.png", description=SHOWN), "像素太多")
    assert is_told(post(b"<svg/>", "a.svg", description=SHOWN), "不是可以使用的图片")
    assert not CustomImage.objects.exists()

    post(description=SHOWN)
    image = CustomImage.objects.get()
    assert (image.description, image.width) == (SHOWN, 20)
    assert SECRET.encode() not in stored(image)
    assert image.file_size == len(stored(image))

    post(is_decorative="on")
    assert CustomImage.objects.filter(is_decorative=True, description="").count() == 1


def test_many_uploads_wait_clean_until_each_says_what_it_shows(editor, collection):
    def send(content: bytes, name: str) -> dict[str, Any]:
        return editor.post(
            "/admin/images/multiple/add/", {"files[]": upload(content, name), "collection": collection}
        ).json()

    refused = send(bomb(), "a.png")
    assert not refused["success"]
    assert "像素太多" in refused["error_message"]

    answer = send(picture(orientation=ON_ITS_SIDE), "IMG_2034.jpg")
    waiting = UploadedFile.objects.get(pk=answer["uploaded_file_id"])
    assert SECRET.encode() not in waiting.file.read()
    assert not CustomImage.objects.exists()

    address = f"/admin/images/multiple/create_from_uploaded_image/{waiting.pk}/"
    prefix = f"uploaded-image-{waiting.pk}-"
    values = {f"{prefix}title": "示范图", f"{prefix}collection": collection}
    asked = editor.post(address, values).json()
    assert not asked["success"]
    assert "请写替代文字" in asked["form"]
    assert editor.post(address, {**values, f"{prefix}description": SHOWN}).json()["success"]
    image = CustomImage.objects.get()
    assert (image.description, image.width, image.height) == (SHOWN, 20, 40)
    assert SECRET.encode() not in stored(image)
    assert not UploadedFile.objects.exists()


def test_a_picture_put_in_the_place_of_another_is_cleaned_too(editor, collection):
    image = kept_image(collection_id=collection)
    values = {"title": "示范图", "collection": collection, "description": SHOWN}
    editor.post(f"/admin/images/{image.pk}/", {**values, "file": upload(picture("PNG"), "b.png")})
    image.refresh_from_db()
    assert image.file.name.endswith(".png")
    assert SECRET.encode() not in stored(image)
    editor.post(f"/admin/images/{image.pk}/", {**values, "description": ""})
    image.refresh_from_db()
    assert image.description == SHOWN


def test_no_door_at_all_leaves_an_image_that_says_nothing():
    with pytest.raises(IntegrityError), transaction.atomic():
        kept_image(description="")
    image = kept_image()
    with pytest.raises(IntegrityError), transaction.atomic():
        CustomImage.objects.filter(pk=image.pk).update(description="")


def test_readers_hear_the_description_and_of_decoration_nothing():
    image = kept_image()
    assert image.get_rendition("max-10x10").alt == SHOWN
    CustomImage.objects.update(description="", is_decorative=True)
    assert CustomImage.objects.get().get_rendition("max-10x10").alt == ""


# -- files to download ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("content", "name", "facts"),
    [
        (PDF, "a.pdf", "PDF 文件"),
        (word(), "a.docx", "Word 文档"),
        ("姓名,日期\n".encode("gb18030"), "a.csv", "CSV 表格"),
        ("说明".encode(), "a.txt", "文本文件"),
    ],
)
def test_a_file_says_its_size_and_kind(content, name, facts):
    document = kept_document(content, name)
    size = CustomDocument.objects.get().file_size
    assert size == len(stored(document))
    assert document.facts.endswith(f"，{facts}")
    assert document.facts.startswith(f"{round(size / 1024)} KB" if size >= 1024 else f"{size} 字节")


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"MZ\x90\x00", "a.exe", "不能上传这种文件"),
        (b"<script>", "a.html", "不能上传这种文件"),
        (b"<svg/>", "a.svg", "不能上传这种文件"),
        (b"MZ\x90\x00", "a.pdf", "不符"),
        (PDF, "a.docx", "不符"),
        (word(), "a.xlsx", "不符"),
        (word(**{"word/vbaProject.bin": b"x"}), "a.docx", "有宏"),
        (b"\x00\x01\x02", "a.txt", "不符"),
        (b"", "a.pdf", "空的"),
    ],
)
def test_a_file_is_told_by_what_it_holds_and_refused_in_words(content, name, words):
    with pytest.raises(ValidationError, match=words):
        kept_document(content, name)
    assert not CustomDocument.objects.exists()


def test_a_word_file_does_not_say_who_wrote_it_and_is_otherwise_the_same():
    import docx

    document = kept_document(word(), "申请表.docx")
    content = stored(document)
    kept = docx.Document(io.BytesIO(content))
    assert kept.core_properties.author == kept.core_properties.last_modified_by == ""
    assert [paragraph.text for paragraph in kept.paragraphs] == ["示范申请表"]


def test_properties_that_never_close_are_looked_at_once():
    """Each opening tag was searched to the end of the part: a million of them, packed into some kilobytes, for weeks."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<x/>")
        archive.writestr("docProps/app.xml", b"<Company " * 1_000_000)

    with must_end():
        kept_document(made.getvalue(), "申请表.docx")


def test_a_signed_file_is_left_alone():
    content = word(**{"_xmlsignatures/sig1.xml": b"<x/>"})
    assert stored(kept_document(content, "a.docx")) == content


@pytest.mark.parametrize("door", ["/admin/documents/add/", "/admin/documents/chooser/create/"])
def test_a_single_file_wants_a_title_for_readers(door, editor, collection):
    prefix = "document-chooser-upload-" if "chooser" in door else ""

    def post(title: str, content: bytes = PDF, name: str = "scan0001.pdf") -> None:
        values = {"title": title, "collection": collection, "file": upload(content, name)}
        editor.post(door, {prefix + key: value for key, value in values.items()})

    for title in ("", "scan0001", "申请表.docx", "新建文档", "扫描件_20260101"):
        post(title)
    post("法律援助申请表", b"MZ", "a.pdf")
    assert not CustomDocument.objects.exists()
    post("法律援助申请表")
    assert CustomDocument.objects.get().file_size == len(PDF)


def test_of_many_files_each_is_asked_for_its_title(editor, collection):
    answer = editor.post(
        "/admin/documents/multiple/add/", {"files[]": upload(word(), "申请表.docx"), "collection": collection}
    ).json()
    waiting = UploadedFile.objects.get(pk=answer["uploaded_file_id"])
    assert not CustomDocument.objects.exists()
    assert "申请表.docx" in answer["form"]  # what is known stands in the field

    address = f"/admin/documents/multiple/create_from_uploaded_document/{waiting.pk}/"
    prefix = f"uploaded-document-{waiting.pk}-"
    values = {f"{prefix}title": "申请表.docx", f"{prefix}collection": collection}
    assert "这像是文件名" in editor.post(address, values).json()["form"]
    assert editor.post(address, {**values, f"{prefix}title": "法律援助申请表"}).json()["success"]
    document = CustomDocument.objects.get()
    assert document.file_size == len(stored(document))
    assert SECRET.encode() not in stored(document)


def test_links_to_files_say_size_and_kind_wherever_they_stand(home):
    document = kept_document(title="<申请>表")
    shown = f"{len(PDF)} 字节，PDF 文件"
    component = render_to_string("components/document_link.html", {"document": document})
    assert f"&lt;申请&gt;表（{shown}）</a>" in component

    source = (
        f'<p>请填<a linktype="document" id="{document.pk}">申请表</a>，或<a linktype="document" id="999">旧表</a>。</p>'
    )
    assert f">申请表（{shown}）</a>" in str(RichText(source))
    assert "旧表</a>" in str(RichText(source))
    page = StandardPage(title="示范", slug="shifan", body=source)
    home.add_child(instance=page)
    body = Client().get("/shifan/").content.decode()
    assert f">申请表（{shown}）</a>" in body
    assert "data-facts" not in body


@pytest.mark.parametrize(("content", "name"), [(PDF, "表格.pdf"), (word(), "表格.docx"), (b"<script>", "表格.txt")])
def test_a_file_is_saved_and_never_opened_in_the_portals_name(content, name):
    document = kept_document(content, name)
    answer = Client().get(document.url)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "html" not in answer["Content-Type"]


def test_a_file_of_a_private_collection_is_not_handed_out():
    private = Collection.get_first_root_node().add_child(name="内部材料")
    document = kept_document(collection=private)
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    assert Client().get(document.url).status_code == 302


# -- files from before ------------------------------------------------------------------------------------------------
def test_what_was_stored_before_is_cleaned_once(capsys, django_capture_on_commit_callbacks):
    image, document = kept_image(), kept_document(word(), "申请表.docx")
    clean_before = kept_document(PDF, "b.pdf")
    for row, content in ((image, picture(orientation=ON_ITS_SIDE)), (document, word())):
        with row.file.storage.open(row.file.name, "wb") as file:
            file.write(content)
    rendition = image.get_rendition("max-10x10")
    old = image.file.name

    call_command("strip_metadata", "--dry-run")
    assert "3 files seen, 2 would be cleaned" in capsys.readouterr().out
    assert SECRET.encode() in stored(CustomImage.objects.get())

    with django_capture_on_commit_callbacks(execute=True):
        call_command("strip_metadata")
    assert "3 files seen, 2 cleaned, 0 not readable" in capsys.readouterr().out
    image = CustomImage.objects.get()
    assert SECRET.encode() not in stored(image)
    assert (image.width, image.height) == (20, 40)
    assert image.file_size == len(stored(image))
    assert not image.file.storage.exists(old)
    assert not image.file.storage.exists(rendition.file.name)
    assert SECRET.encode() not in stored(CustomDocument.objects.get(pk=document.pk))
    assert CustomDocument.objects.get(pk=clean_before.pk).file.name == clean_before.file.name

    call_command("strip_metadata")
    assert "3 files seen, 0 cleaned, 0 not readable" in capsys.readouterr().out


def test_a_file_that_is_gone_is_named_and_the_rest_is_cleaned(capsys):
    gone = kept_image()
    gone.file.storage.delete(gone.file.name)
    call_command("strip_metadata")
    told = capsys.readouterr()
    assert f"core.CustomImage:{gone.pk}" in told.err
    assert "1 not readable" in told.out
