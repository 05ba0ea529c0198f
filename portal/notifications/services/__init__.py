"""What other rooms call: ``notify`` people with an account, ``tell`` an address outside, ``forget`` the addresses of an
occasion."""

from portal.notifications.services.forgetting import forget
from portal.notifications.services.messages import MAIL_SINK, mark_read, mark_read_of, notify, unread_of
from portal.notifications.services.telling import tell

__all__ = ["MAIL_SINK", "forget", "mark_read", "mark_read_of", "notify", "tell", "unread_of"]
