"""A new password by mail, for staff who forgot theirs. Whoever asks learns nothing of who works here: the page does the same for
every address, and the mail is written by the worker. Asked too often, the page says the same and nothing is sent."""

from __future__ import annotations

import logging
from typing import Any

from django.http import HttpRequest
from wagtail.admin.forms.auth import PasswordResetForm

from portal.accounts.citizens.bounds import HOUR, Bound, TooOften, count_use
from portal.common import clock
from portal.common.client_address import client_network

logger = logging.getLogger(__name__)

MAILBOX = Bound("reset_mailbox_hour", 3, HOUR)
NETWORK = Bound("reset_network_hour", 20, HOUR)


class ResetForm(PasswordResetForm):
    """Wagtail's form, which wrote the mail while the browser waited, and as many as anybody asked for."""

    def save(self, *, request: HttpRequest, **options: Any) -> None:
        """Let the worker write the mail; without one it is written now."""
        from portal.accounts.tasks import send_password_reset

        address, now = self.cleaned_data["email"].strip().lower(), clock.now()
        try:
            count_use(NETWORK, client_network(request), now)
            count_use(MAILBOX, address, now)
        except TooOften:
            return
        names = {name: options[name] for name in ("use_https", "email_template_name", "subject_template_name")}
        try:
            send_password_reset.delay(address, **names)
        except Exception:  # whatever the broker's client raises
            logger.exception("no worker could be woken for a password reset")
            send_reset(address, **names)


def send_reset(address: str, **names: Any) -> None:
    """Write to each account of an address that has a password. The link is of WAGTAILADMIN_BASE_URL, whatever the request
    said."""
    form = PasswordResetForm({"email": address})
    if form.is_valid():
        form.save(domain_override="localhost", **names)
