"""The admin's own API of images and files: each person sees the collections they work with, as in the lists."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework.authentication import SessionAuthentication
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.documents.permissions import permission_policy as document_policy
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.images.permissions import permission_policy as image_policy

ACTS = ("add", "change", "delete", "choose")


class OwnImages(ImagesAdminAPIViewSet):
    """Images of this person's collections."""

    authentication_classes = [SessionAuthentication]  # Wagtail's own asks for nobody, and finds nobody

    def get_queryset(self) -> QuerySet[Any]:
        """Those they may choose or change."""
        mine = image_policy.instances_user_has_any_permission_for(self.request.user, ACTS)
        return super().get_queryset().filter(pk__in=mine.values("pk"))


class OwnDocuments(DocumentsAdminAPIViewSet):
    """Files of this person's collections."""

    authentication_classes = [SessionAuthentication]

    def get_queryset(self) -> QuerySet[Any]:
        """Those they may choose or change."""
        mine = document_policy.instances_user_has_any_permission_for(self.request.user, ACTS)
        return super().get_queryset().filter(pk__in=mine.values("pk"))
