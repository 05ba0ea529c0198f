"""What everybody may see: the anchors, and the page that checks a downloaded record."""

from __future__ import annotations

import io
import json
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.citizens.bounds import HOUR, Bound, TooOften, count_use
from portal.common import clock
from portal.common.client_address import client_network
from portal.common.signatures import public_keys
from portal.consultations.deadlines.explaining import moment_words
from portal.consultations.models.choices import ActorKind
from portal.consultations.record_words import act_words, all_act_words
from portal.consultations.records.copies import Checked, check_copy
from portal.retention.anchors.statements import file_of
from portal.retention.fault_words import FAULTS, fault_words
from portal.retention.models import RecordAnchor
from portal.retention.services.comparing import is_as_kept

MOST_BYTES = 20 * 1024 * 1024
UPLOADS = Bound("verify_upload_hour", 60, HOUR)
PER_PAGE = 60


@never_cache
@require_safe
def anchors(request: HttpRequest) -> HttpResponse:
    """The days, the latest first."""
    page = Paginator(RecordAnchor.objects.order_by("-day"), PER_PAGE).get_page(request.GET.get("page"))
    context = {"anchors": page.object_list, "number": page.number, "pages": page.paginator.num_pages}
    return render(request, "retention/anchors.html", {**context, "keys": public_keys()})


@require_safe
def anchor_file(request: HttpRequest, day: str) -> HttpResponse:
    """The signed statement of one day."""
    try:
        found = RecordAnchor.objects.get(day=date.fromisoformat(day))
    except (ValueError, RecordAnchor.DoesNotExist) as error:
        raise Http404 from error
    return _json(file_of(found), f"{found.day}.json")


@require_safe
def all_anchors(request: HttpRequest) -> HttpResponse:
    """Every day's statement, one a line, oldest first: for who keeps them elsewhere."""
    lines = b"".join(file_of(anchor) for anchor in RecordAnchor.objects.order_by("day"))
    return _json(lines, "anchors.jsonl")


def _json(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


# The form changes nothing and belongs to no session: there is nothing that another site could do with it.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Choose a file: checked in the browser, or, without script or by choice, here, in memory."""
    context: dict[str, Any] = {"words": _words(), "most": MOST_BYTES // 1024 // 1024}
    if request.method != "POST":
        return render(request, "retention/verify.html", context)
    try:
        with transaction.atomic():
            count_use(UPLOADS, client_network(request), clock.now())
    except TooOften as often:
        answer = render(
            request, "retention/verify.html", {**context, "problem": _("核对得太频繁了，请过一会儿再试。")}, status=429
        )
        answer["Retry-After"] = str(often.seconds)
        return answer
    content = _uploaded(request)
    if content is None:
        words = _("请选择下载的记录文件，不超过%d MB。") % context["most"]
        return render(request, "retention/verify.html", {**context, "problem": words}, status=400)
    checked = check_copy(content, public_keys())
    return render(request, "retention/verify.html", {**context, **_shown(checked)})


def _uploaded(request: HttpRequest) -> bytes | None:
    keeper = _InMemory(request)
    request.upload_handlers = [keeper]
    file = request.FILES.get("file")
    if file is None or keeper.is_too_large or not file.size:
        return None
    return file.read()


class _InMemory(FileUploadHandler):
    """Nothing of an upload touches the disk; what is too large ends there."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.is_too_large, self._has_file, self._parts = False, False, bytearray()

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """One file, and no other: what is allowed of one would be a hundred times as much of all."""
        super().new_file(*args, **kwargs)
        if self._has_file:
            self.is_too_large = True
            raise StopUpload(connection_reset=False)
        self._has_file = True

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Take a chunk, or stop."""
        self._parts += raw_data
        if len(self._parts) > MOST_BYTES:
            self.is_too_large = True
            raise StopUpload(connection_reset=False)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """The file, in memory."""
        content = io.BytesIO(bytes(self._parts))
        return InMemoryUploadedFile(
            content,
            self.field_name,
            self.file_name,
            self.content_type,
            file_size,
            self.charset,
            self.content_type_extra,
        )


def _shown(checked: Checked) -> dict[str, Any]:
    statement = _statement(checked)
    return {
        "checked": checked,
        "faults": fault_words(checked.codes),
        "day": statement.get("day", ""),
        "root": statement.get("root", ""),
        "is_as_kept": checked.is_intact and is_as_kept(checked.number, len(checked.events), checked.digest),
        "events": [
            {
                "words": act_words(str(event.members.get("act", ""))),
                "at": _moment(event.members.get("at")),
                "actor": _actors().get(str(event.members.get("actor", "")), ""),
                "is_whole": event.is_whole,
            }
            for event in checked.events
        ],
    }


def _moment(written: Any) -> str:
    try:
        return moment_words(datetime.fromisoformat(str(written)))
    except (ValueError, OverflowError):  # the last day there is lies in no other zone
        return ""


def _statement(checked: Checked) -> dict[str, Any]:
    return json.loads(checked.anchor["statement"]) if checked.is_intact and checked.anchor else {}


def _actors() -> dict[str, str]:
    return {kind.value: str(kind.label) for kind in ActorKind}


def _words() -> dict[str, Any]:
    """What the page's script says; it has no words of its own."""
    return {
        "keys": public_keys(),
        "most": MOST_BYTES,
        "faults": {code: str(words) for code, words in FAULTS.items()},
        "acts": all_act_words(),
        "actors": _actors(),
        "unnamed": _("有新的进展"),
        "intact": _("一致：这份记录和本网给出的一模一样。"),
        "intact_unsigned": _("没有发现改动，但是签名没有核对。"),
        "changed": _("不一致：这份文件被改动过。"),
        "no_signatures": _("您的浏览器不能核对签名（Ed25519）。请换一个新的浏览器，或者上传到本网核对。"),
        "no_crypto": _("您的浏览器在这个网址下不能在本地核对。请上传到本网核对，文件不会保存。"),
        "anchored": _("这件咨询在 {day} 公布的每日摘要里，可以和公布的根摘要对照："),
        "root": _("根摘要"),
        "not_anchored": _("下载的时候，这件咨询还没有进入每日摘要；第二天以后重新下载的文件会有。"),
        "events": _("逐条核对"),
        "whole": _("未改动"),
        "altered": _("被改动"),
        "choose": _("请先选择下载的记录文件。"),
        "too_large": _("文件太大，不会是本网给出的记录。"),
        "checking": _("正在核对……"),
    }
