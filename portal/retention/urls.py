"""Addresses of 保存和清理."""

from django.urls import URLPattern, URLResolver, path

from portal.retention.views import holds, inquiries, openings, public, purges

urlpatterns: list[URLPattern | URLResolver] = [
    path("records/anchors/", public.anchors, name="record_anchors"),
    path("records/anchors/all.jsonl", public.all_anchors, name="record_anchors_all"),
    path("records/anchors/<str:day>.json", public.anchor_file, name="record_anchor"),
    path("records/verify/", public.verify, name="verify_record"),
    path("workbench/holds/", holds.holds, name="legal_holds"),
    path("workbench/holds/new/", holds.new_hold, name="legal_hold_new"),
    path("workbench/holds/<int:pk>/", holds.hold, name="legal_hold"),
    path("workbench/purges/", purges.purges, name="purges"),
    path("workbench/purges/new/", purges.new_purge, name="purge_new"),
    path("workbench/purges/<int:pk>/", purges.purge, name="purge"),
    path("workbench/inquiries/", inquiries.inquiries, name="inquiries"),
    path("workbench/inquiries/new/", inquiries.new_inquiry, name="inquiry_new"),
    path("workbench/inquiries/<int:pk>/", inquiries.inquiry, name="inquiry"),
    path("workbench/inquiries/<int:pk>/file/", inquiries.inquiry_file, name="inquiry_file"),
    path("workbench/openings/", openings.openings_page, name="openings"),
]
