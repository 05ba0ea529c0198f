"""What all editorial rooms share."""

from cms.core.models.media import CustomDocument, CustomImage, CustomRendition
from cms.core.models.pages import HomePage, StandardPage
from cms.core.models.site import SiteSettings
from cms.core.models.topics import Topic

__all__ = ["CustomDocument", "CustomImage", "CustomRendition", "HomePage", "SiteSettings", "StandardPage", "Topic"]
