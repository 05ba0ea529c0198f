"""Files that wait for their title or their alternative text (Wagtail's ``UploadedFile``) are cleaned as they come in: an
uploader who goes away leaves no EXIF behind."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import pre_save
from django.dispatch import receiver
from wagtail.models import UploadedFile

from cms.core.media.fields import clean_document
from cms.core.media.pictures import clean_picture
from cms.core.models import CustomDocument, CustomImage


@receiver(pre_save, sender=UploadedFile, dispatch_uid="core.clean_uploads")
def clean_what_waits(instance: UploadedFile, **kwargs: Any) -> None:
    """Put the cleaned file in the place of what came; raises ValidationError for what is not kept."""
    file = instance.file
    if not file or file._committed:
        return
    model = instance.for_content_type.model_class() if instance.for_content_type else None
    if model is CustomImage:
        instance.file = clean_picture(file.file, file.name)
    elif model is CustomDocument:
        instance.file = clean_document(file.file, file.name)
