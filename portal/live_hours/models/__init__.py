"""Rows of live hours and of answers on paper."""

from portal.live_hours.models.paper import PaperHandover
from portal.live_hours.models.settings import LiveHoursSettings
from portal.live_hours.models.threads import AUTHORS, BecameBecause, LiveLine, LiveThread

__all__ = ["AUTHORS", "BecameBecause", "LiveHoursSettings", "LiveLine", "LiveThread", "PaperHandover"]
