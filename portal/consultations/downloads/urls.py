"""Mounted below ``/consultations/mine/``."""

from django.urls import path

from portal.consultations.downloads import views

urlpatterns = [
    path("<slug:number>/download.txt", views.download_text, name="consultation_text"),
    path("<slug:number>/download.pdf", views.download_pdf, name="consultation_pdf"),
    path("<slug:number>/print/", views.print_view, name="consultation_print"),
    path("<slug:number>/files/<uuid:key>/", views.attachment, name="consultation_file"),
]
