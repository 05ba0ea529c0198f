"""Images and documents of our own: an image says what it shows, a file what it is and how large."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition, Image, get_upload_to

from cms.core.media.fields import DocumentField, PictureField
from cms.core.media.files import KINDS, extension_of, size_label
from cms.core.media.pictures import EXTENSIONS

LONGEST_DESCRIPTION = 255
_EXTENSIONS = {
    *KINDS,
    *(name for names in EXTENSIONS.values() for name in names),
    "heic",
    "bmp",
    "tif",
    "tiff",
    "svg",
    "zip",
}
# What cameras, scanners and new files are called: IMG_2034, DSC00012, 微信图片_20260101, 扫描件, 新建文档.
_NO_TITLE = re.compile(
    r"(?:[\w\-. ()]*\d[\w\-. ()]*|新建.*|未命名.*|无标题.*|微信图片.*|mmexport.*|扫描(?:件|全能王)?[\s\d_\-]*|untitled.*)",
    re.IGNORECASE | re.ASCII,
)


def is_file_name(words: str) -> bool:
    """Whether words that should say something are the name of a file: an extension, or what a camera writes."""
    words = words.strip()
    return extension_of(words) in _EXTENSIONS or bool(_NO_TITLE.fullmatch(words))


class CustomImage(AbstractImage):
    """An image. ``description`` (Wagtail's) is its alternative text; an image without one is marked as decoration."""

    file = PictureField(verbose_name=_("文件"), upload_to=get_upload_to, width_field="width", height_field="height")
    description = models.CharField(
        _("替代文字"),
        max_length=LONGEST_DESCRIPTION,
        blank=True,
        default="",
        help_text=_(
            "一句话说出图片上有什么，读屏软件念给看不见的人听，例如：法律援助中心服务窗口，工作人员正在接待来访人。"
            "图片里有文字的，把文字写进来。不要用文件名。"
        ),
    )
    is_decorative = models.BooleanField(
        _("仅作装饰"), default=False, help_text=_("图片不含任何信息、去掉也不影响理解时才勾选。勾选后不写替代文字。")
    )

    admin_form_fields = ("title", "file", "description", "is_decorative", *Image.admin_form_fields[3:])

    class Meta(AbstractImage.Meta):
        verbose_name = _("图片")
        verbose_name_plural = _("图片")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_decorative=True, description="")
                | models.Q(models.Q(is_decorative=False), ~models.Q(description="")),
                name="image_described_or_decorative",
            )
        ]

    def clean(self) -> None:
        """Refuse an image that says nothing, and one that says it is decoration and speaks all the same."""
        super().clean()
        self.description = self.description.strip()
        if not self.is_decorative and not self.description:
            raise ValidationError({"description": _now("请写替代文字；图片不含信息的，请勾选“仅作装饰”。")})
        if self.is_decorative and self.description:
            raise ValidationError(
                {"description": _now("已勾选“仅作装饰”，不应再写替代文字：请去掉勾选，或者清空替代文字。")}
            )
        if self.description and is_file_name(self.description):
            raise ValidationError({"description": _now("这像是文件名：请写图片上有什么。")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store a new file first: cleaning changes width, height, size and digest, which are saved with the row."""
        file: Any = self.file
        if file and not file._committed:
            file.save(file.name, file.file, save=False)
        super().save(*args, **kwargs)

    @property
    def default_alt_text(self) -> str:
        """What readers hear: nothing for decoration, never a title made from a file's name."""
        return "" if self.is_decorative else self.description


class CustomRendition(AbstractRendition):
    """A size of an image made for a page."""

    image = models.ForeignKey(CustomImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta(AbstractRendition.Meta):
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="unique_rendition")
        ]


class CustomDocument(AbstractDocument):
    """A file to download, shown with its title, kind and size (``components/document_link.html``)."""

    title = models.CharField(
        _("标题"), max_length=255, help_text=_("读者看到的名称，例如：法律援助申请表。不要用文件名。")
    )
    file = DocumentField(_("文件"), upload_to="documents")

    admin_form_fields = ("title", "file", "collection", "tags")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("文件")
        verbose_name_plural = _("文件")

    def clean(self) -> None:
        """Refuse a title that is the name of a file: readers decide by the title whether to download."""
        super().clean()
        self.title = self.title.strip()
        if is_file_name(self.title):
            raise ValidationError({"title": _now("这像是文件名：请写读者看得懂的标题，例如：法律援助申请表。")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store a new file first, so that the size and digest saved are those of what is kept."""
        file: Any = self.file
        if file and not file._committed:
            file.save(file.name, file.file, save=False)
        super().save(*args, **kwargs)

    @property
    def content_type(self) -> str:
        """By the kinds we know, whatever types the machine has in its tables."""
        kind = KINDS.get(extension_of(self.filename))
        return kind.content_type if kind else "application/octet-stream"

    @property
    def facts(self) -> str:
        """Size and kind as readers see them: ``45 KB，Word 文档``."""
        kind = KINDS.get(extension_of(self.filename))
        label = str(kind.label) if kind else self.file_extension.upper()
        return f"{size_label(self.file_size)}，{label}" if self.file_size is not None else label
