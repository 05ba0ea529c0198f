"""Addresses of 纠错, for every page of the portal: ``/corrections/new/?about=PATH``."""

from __future__ import annotations

from django.urls import path

from cms.directory.views.corrections import correction_form, correction_receipt, correction_status

urlpatterns = [
    path("", correction_status, name="corrections"),
    path("new/", correction_form, name="correction_new"),
    path("receipt/", correction_receipt, name="correction_receipt"),
]
