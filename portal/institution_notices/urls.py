"""``/workbench/notices/``: an institution's applications."""

from django.urls import path

from portal.institution_notices import views

urlpatterns = [
    path("", views.applications, name="notice_applications"),
    path("new/", views.write, name="notice_application_new"),
    path("<int:pk>/", views.application, name="notice_application"),
    path("<int:pk>/edit/", views.edit, name="notice_application_edit"),
]
