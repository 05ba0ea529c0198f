"""Fawang: what the service does with people, and the project's settings and addresses."""

from portal.celery import app as celery_app

__all__ = ("celery_app",)
