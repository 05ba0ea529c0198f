"""Set-up and code: below ``/admin/``, but not of the Wagtail admin, for those who work in the workbench alone pass here too."""

from django.urls import path

from portal.accounts.second_factor import views

urlpatterns = [
    path("set-up/", views.set_up, name="second_factor_set_up"),
    path("", views.verify, name="second_factor_verify"),
]
