"""How gunicorn serves the portal in production: `gunicorn -c deploy/gunicorn.conf.py portal.wsgi:application`."""

import os

bind = os.environ.get("BIND", f"127.0.0.1:{os.environ.get('PORT', '8000')}")
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "8"))
timeout = int(os.environ.get("WEB_TIMEOUT", "30"))
graceful_timeout = timeout
# A worker that grew over months begins anew; not all at once.
max_requests = 20_000
max_requests_jitter = 2_000
# Each worker opens the embedded index itself: one opened before the fork would never see a change.
preload_app = False
accesslog = None  # nginx keeps it
control_socket_disable = True  # systemd and containers start, reload and stop it


def post_worker_init(worker: object) -> None:
    """Read the dictionary that finds personal data before anybody writes: whoever asks or answers first in a new process would
    wait for it, two seconds on an idle machine."""
    from portal.common.redaction_words import words_of

    words_of("法")
