"""One's own messages; looking at them is reading them."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.accounts.doors import staff_page
from portal.common.workbench import ENTER
from portal.notifications.models import Notification
from portal.notifications.services import mark_read

PER_PAGE = 30


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(ENTER)
def messages(request: HttpRequest) -> HttpResponse:
    """Show a page of messages, unread ones marked; the button marks those of the page as read."""
    own = Notification.objects.filter(recipient=request.user.pk)
    page = Paginator(own, PER_PAGE).get_page(request.GET.get("page"))
    if request.method == "POST":
        mark_read(request.user, [message.pk for message in page])
        return redirect(request.get_full_path())
    context = {"messages_shown": page.object_list, "number": page.number, "pages": page.paginator.num_pages}
    context["has_unread"] = any(message.read_at is None for message in page.object_list)
    return render(request, "notifications/messages.html", context)
