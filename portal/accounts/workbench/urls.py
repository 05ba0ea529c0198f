"""Addresses below ``/workbench/`` that are everybody's; rooms bring their own."""

from django.urls import path

from portal.accounts.workbench.views import OwnPasswordView, landing

urlpatterns = [
    path("", landing, name="workbench"),
    path("password/", OwnPasswordView.as_view(), name="workbench_password"),
]
