"""Addresses for machines. No trailing slash: they are names, not pages."""

from django.urls import path

from portal.operations import views

urlpatterns = [
    path("health/live", views.live, name="health_live"),
    path("health/ready", views.ready, name="health_ready"),
    path("metrics", views.metrics, name="metrics"),
]
