"""Print how the rules do on the labelled questions: those they were made with, and those written after."""

import os

import django

from tests.consultations.screening.labelled import questions, scores, table

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
django.setup()
HELD_OUT = ("held_out_first", "held_out_second", "held_out_third", "held_out_fourth")
for names in (("ordinary", "hard", "needs", "again"), ("later", "unseen", "long"), ("fresh", "last"), HELD_OUT):
    asked = list(questions(*names))
    print(f"{', '.join(names)}: {len(asked)} questions\n\n{table(scores(iter(asked)))}\n")
