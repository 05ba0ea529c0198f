"""Addresses of the editor."""

from django.urls import path

from portal.consultations.views.answering import correcting, editing, panel, previewing, templates

urlpatterns = [
    path("cases/<slug:number>/answer/", editing.edit, name="answer_case"),
    path("cases/<slug:number>/answer/preview/", previewing.preview, name="answer_preview"),
    path("cases/<slug:number>/answers/<int:pk>/correct/", correcting.correct, name="answer_correct"),
    path("laws/", panel.search, name="answer_laws"),
    path("laws/cite/", panel.cite, name="answer_cite"),
    path("templates/", templates.own, name="answer_templates"),
    path("templates/new/", templates.new, name="answer_template_new"),
    path("templates/<int:pk>/", templates.edit, name="answer_template"),
]
