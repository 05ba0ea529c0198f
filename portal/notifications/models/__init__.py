"""Messages for people with an account, and what was sent outside by SMS and mail."""

from portal.notifications.models.deliveries import Delivery, DeliveryState
from portal.notifications.models.demo import DemoMessage
from portal.notifications.models.messages import Notification
from portal.notifications.models.staff import StaffContact

__all__ = ["Delivery", "DeliveryState", "DemoMessage", "Notification", "StaffContact"]
