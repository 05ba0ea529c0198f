"""Addresses of 法律变动后的复查."""

from django.urls import path

from portal.changed_law.views import looks

urlpatterns = [
    path("workbench/changed-law/", looks.looks, name="second_looks"),
    path("workbench/changed-law/<int:pk>/", looks.look, name="second_look"),
    path("workbench/changed-law/doubt/<slug:number>/<int:pk>/", looks.doubt, name="doubt_answer"),
]
