"""调取: orders, a new one, one of them with its progress and its file."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts.doors import staff_page
from portal.notifications.services import mark_read_of
from portal.retention.models import InquiryExport
from portal.retention.services.exporting import EXPORT, MOST_CASES, ask_for_export, read_export
from portal.retention.views.forms import InquiryForm

PER_PAGE = 30


@never_cache
@require_safe
@staff_page(EXPORT)
def inquiries(request: HttpRequest) -> HttpResponse:
    """All orders, the latest first."""
    page = Paginator(InquiryExport.objects.select_related("asked_by"), PER_PAGE).get_page(request.GET.get("page"))
    context = {"exports": page.object_list, "number": page.number, "pages": page.paginator.num_pages}
    return render(request, "retention/inquiries.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(EXPORT)
def new_inquiry(request: HttpRequest) -> HttpResponse:
    """Order one."""
    form = InquiryForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            export = ask_for_export(
                said["numbers"], said["authority"], said["document_number"], said["reason"], by=request.user
            )
        except ValidationError as error:
            form.take(error)
        else:
            return redirect("inquiry", pk=export.pk)
    return render(request, "retention/inquiry_new.html", {"form": form, "most": MOST_CASES})


@never_cache
@require_safe
@staff_page(EXPORT)
def inquiry(request: HttpRequest, pk: int) -> HttpResponse:
    """One: how far it is; the file for who ordered it."""
    export = get_object_or_404(InquiryExport.objects.select_related("asked_by"), pk=pk)
    mark_read_of(request.user, request.path)
    return render(
        request, "retention/inquiry.html", {"export": export, "is_own": export.asked_by_id == request.user.pk}
    )


@never_cache
@require_POST
@staff_page(EXPORT)
def inquiry_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The ZIP. By a press, since each one is put on record."""
    export = get_object_or_404(InquiryExport, pk=pk)
    try:
        pieces = read_export(export, by=request.user)
    except ValidationError:
        return redirect("inquiry", pk=pk)
    response = StreamingHttpResponse(pieces, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="inquiry-{export.pk}.zip"'
    return response
