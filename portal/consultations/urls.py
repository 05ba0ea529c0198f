"""Addresses of the message board: the citizen's, the public's, the workbench's."""

from django.urls import include, path

from portal.consultations.downloads.views import staff_attachment

urlpatterns = [
    path("ask/", include("portal.consultations.views.asking.urls")),
    # Copies and files before the acts upon a case, which take any one word.
    path("consultations/mine/", include("portal.consultations.downloads.urls")),
    path("consultations/mine/", include("portal.consultations.views.mine.urls")),
    path("consultations/timeliness/", include("portal.consultations.views.timeliness")),
    path("consultations/", include("portal.consultations.views.text_urls")),
    path("workbench/cases/<slug:number>/files/<uuid:key>/", staff_attachment, name="workbench_case_file"),
    path("workbench/enter/", include("portal.consultations.views.asking.entering_urls")),
    path("workbench/", include("portal.consultations.views.answering.urls")),
    path("workbench/", include("portal.consultations.views.workbench.urls")),
]
