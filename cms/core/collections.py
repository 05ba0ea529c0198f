"""The collections that images and files lie in: each room's own, so that nobody meets another room's in a chooser."""

from __future__ import annotations

from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection

EDITORIAL = "编辑素材"
DIRECTORY_PHOTOS = "名录照片"
INSTITUTIONS = "机构材料"
SOWN = (EDITORIAL, DIRECTORY_PHOTOS, INSTITUTIONS)


def collection(name: str) -> Collection:
    """Give the collection of this name, wherever an administrator has moved it; made below the root if need be."""
    root = Collection.get_first_root_node()
    if root is None:  # a flushed database has none
        root = Collection.add_root(name="Root")
    found = root.get_descendants().filter(name=name).first()
    return found or root.add_child(name=name)


def sow_collections() -> None:
    """Make sure of each room's collection. What lay in the root before there were any is the editors'."""
    root = Collection.get_first_root_node()
    is_first_time = root is not None and not root.get_descendants().filter(name=EDITORIAL).exists()
    for name in SOWN:
        collection(name)
    if is_first_time:
        editorial = collection(EDITORIAL)
        for model in (get_image_model(), get_document_model()):
            model.objects.filter(collection=root).update(collection=editorial)
