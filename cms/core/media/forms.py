"""The forms of images and files: what cannot be kept is refused beside its field, before anything is stored."""

from __future__ import annotations

from typing import Any

from django.forms import FileField
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from cms.core.media.fields import clean_document
from cms.core.media.pictures import clean_picture


class PictureFormField(WagtailImageField):
    """An image field that gives the cleaned picture, and says in words why it does not."""

    def to_python(self, data: Any) -> Any:
        """The picture as it will be kept."""
        file = FileField.to_python(self, data)
        if file is None:
            return None
        self.check_image_file_size(file)
        return clean_picture(file, file.name or "")


class ImageForm(BaseImageForm):
    """Every form of an image: in the list, the uploader, the chooser."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            wagtails = self.fields["file"]
            self.fields["file"] = PictureFormField(
                label=wagtails.label, widget=wagtails.widget, required=wagtails.required
            )


class DocumentForm(BaseDocumentForm):
    """Every form of a file."""

    def clean_file(self) -> Any:
        """Check a new file by its content."""
        file = self.cleaned_data["file"]
        return clean_document(file, file.name) if "file" in self.changed_data else file
