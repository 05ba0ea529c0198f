"""What a list shows, as a file in the columns of the import. Streams; stands in the audit log before the first line leaves."""

from __future__ import annotations

import tempfile
from typing import Any, BinaryIO, cast

from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse

from cms.directory import exporting
from portal.common.audit.models import Act
from portal.common.audit.record import record
from portal.common.clock import request_today

MOST_IN_MEMORY = 8 * 1024 * 1024


def export(request: HttpRequest, entries: QuerySet[Any], form: str, filters: str) -> HttpResponseBase:
    """Answer with the entries as ``csv`` or ``xlsx``."""
    today = request_today(request)
    what = "institutions" if entries.model._meta.model_name == "institution" else "practitioners"
    details: dict[str, Any] = {"rows": entries.order_by().count()}
    if filters:
        details["filters"] = filters
    record(Act.EXPORTED, actor=request.user, name=str(entries.model._meta.verbose_name_plural), details=details)
    table = exporting.rows(entries, today, only_public=False)
    name = f"{what}-{today:%Y%m%d}.{form}"
    answer: HttpResponseBase
    if form == "csv":
        answer = StreamingHttpResponse(exporting.csv_lines(table), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
    else:
        file = tempfile.SpooledTemporaryFile(max_size=MOST_IN_MEMORY)  # noqa: SIM115 - closed with the response
        exporting.write_xlsx(cast(BinaryIO, file), table)
        file.seek(0)
        answer = FileResponse(file, as_attachment=True, filename=name)
    answer["Cache-Control"] = "no-store"
    return answer
