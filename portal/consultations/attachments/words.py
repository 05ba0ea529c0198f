"""Each reason for not keeping a file, in words that say what to do instead."""

from __future__ import annotations

from django.utils.translation import gettext as _

from portal.consultations.attachments.limits import LIMITS, MEGABYTE, MOST_BYTES, MOST_FILES


def words_of(code: str) -> str:
    """The sentence for a reason; KeyError for one that nobody gives."""
    return {
        "empty": _("这个文件是空的，请重新选择。"),
        "too_large": _("这个文件超过 %(most)d MB。请压缩、缩小或者拆分后再上传。") % {"most": MOST_BYTES // MEGABYTE},
        "too_many": _("最多上传 %(most)d 个文件，这个没有收下。可以先删去不需要的。") % {"most": MOST_FILES},
        "unknown_kind": _(
            "只能上传图片（JPG、PNG、GIF、WebP）和 PDF。请把这个文件另存为 PDF，或者拍照、截图后再上传。"
        ),
        "heic": _("这是 HEIC 格式的照片，请在手机上另存为 JPG，或者截图后再上传。"),
        "animated": _("这是动图。请截取需要的画面，作为普通图片上传。"),
        "pixels": _("这张图片太大（最多 %(most)d 万像素）。请缩小尺寸后再上传。") % {"most": LIMITS.pixels // 10_000},
        "side": _("这张图片的一边太长。请分成几张后再上传。"),
        "damaged_picture": _("这张图片打不开，可能不完整或者已损坏。请重新拍照或者导出后再上传。"),
        "encrypted": _("这个 PDF 设有密码或者权限限制，无法检查。请取消密码后再上传，或者打印成新的 PDF、截图后上传。"),
        "damaged_pdf": _(
            "这个 PDF 打不开，可能不完整或者已损坏。请用原来的软件重新保存，或者打印成新的 PDF 后再上传。"
        ),
        "pdf_pages": _("这个 PDF 超过 %(most)d 页。请只上传与问题有关的页。") % {"most": LIMITS.pages},
        "pdf_page_size": _("这个 PDF 的页面尺寸不正常。请打印成新的 PDF 后再上传。"),
        "pdf_form": _("这个 PDF 是动态表单，保存后会看不到内容。请打印成新的 PDF 后再上传。"),
        "unpacked": _("这个文件展开以后太大，不能上传。请打印成新的 PDF，或者截图后再上传。"),
        "too_long": _("检查这个文件用的时间太长，没有收下。请打印成新的 PDF，或者截图后再上传。"),
        "infected": _("在这个文件里发现了病毒，没有收下。请换一台设备或者截图后再上传。"),
    }[code]
