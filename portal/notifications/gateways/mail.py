"""Mail by whatever backend Django has; a server's refusals told apart like those of an SMS gateway."""

from __future__ import annotations

import smtplib
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMessage

from portal.notifications.gateways.base import GatewayOut, Refused, TryAgain


def send_mail(address: str, subject: str, body: str, idempotency_key: str, *, sender: str = "") -> str:
    """Send one mail; gives its Message-ID. Raises SendingFailed.

    SMTP knows no idempotency key: the Message-ID is made of it, so that a mail sent again after a crash is the same mail to
    servers and mail programs that look (docs/notifications.md). ``sender`` is the name shown, not an address.
    """
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    name = f"<{idempotency_key}@{host}>"
    origin = formataddr((sender or settings.MESSAGE_SENDER, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))
    try:
        EmailMessage(
            subject, body, origin, [address], headers={"Message-ID": name, "Auto-Submitted": "auto-generated"}
        ).send()
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _words in error.recipients.values()]
        _refuse(max(codes, default=0))
    except (smtplib.SMTPAuthenticationError, smtplib.SMTPConnectError, smtplib.SMTPHeloError) as error:
        raise GatewayOut(f"SMTP {error.smtp_code}") from None
    except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
        _refuse(error.smtp_code)
    except (smtplib.SMTPException, OSError) as error:
        raise GatewayOut(type(error).__name__) from None
    return name


def _refuse(code: int) -> None:
    if code >= 500:
        raise Refused(f"SMTP {code}") from None
    raise TryAgain(f"SMTP {code}") from None
