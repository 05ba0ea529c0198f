"""个人信息处理规则 of accounts: each field with its purpose and basis, from the table in code."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.accounts.citizens.presenting import personal_data_fields
from portal.common.page_cache import cached_page


@require_safe
@cached_page()
def personal_data(request: HttpRequest) -> HttpResponse:
    """The same for everybody."""
    return render(request, "citizens/personal_data.html", {"fields": personal_data_fields()})
