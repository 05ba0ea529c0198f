"""Addresses of 群体性咨询."""

from django.urls import path

from portal.group_matters.views import answering, matters, sorting, taking

urlpatterns = [
    path("workbench/matters/", matters.matters, name="matters"),
    path("workbench/matters/join/", sorting.join, name="matter_join"),
    path("workbench/matters/<int:pk>/", matters.matter, name="matter"),
    path("workbench/matters/<int:pk>/claim/", taking.claim, name="matter_claim"),
    path("workbench/matters/<int:pk>/conflict/", taking.conflict, name="matter_conflict"),
    path("workbench/matters/<int:pk>/answer/", answering.answer, name="matter_answer"),
    path("workbench/matters/<int:pk>/offer/<slug:number>/", answering.offer, name="matter_offer"),
    path("workbench/matters/<int:pk>/split/<slug:number>/", sorting.split, name="matter_split"),
]
