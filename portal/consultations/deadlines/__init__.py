"""When something is due: units, pauses, calendar, explanation (article 23)."""
