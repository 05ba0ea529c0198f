"""``/workbench/identities/``."""

from django.urls import path

from portal.accounts.citizens.views import workbench

urlpatterns = [
    path("", workbench.identities, name="identities"),
    path("<int:pk>/", workbench.one, name="identity"),
]
