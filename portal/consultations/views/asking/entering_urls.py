"""``/workbench/enter/``."""

from django.urls import path

from portal.consultations.views.asking import entering

urlpatterns = [
    path("", entering.enter, name="enter"),
    path("receipt/", entering.receipt, name="enter_receipt"),
]
