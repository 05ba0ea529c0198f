"""What a new process of the web server has ready before the first visitor."""

from __future__ import annotations

import runpy

from django.conf import settings

from portal.common import redaction_words


def test_nobody_who_writes_waits_for_the_dictionary_of_a_new_process() -> None:
    redaction_words._tagger.cache_clear()
    configuration = runpy.run_path(str(settings.BASE_DIR / "deploy" / "gunicorn.conf.py"))
    configuration["post_worker_init"](None)
    assert redaction_words._tagger.cache_info().currsize == 1
