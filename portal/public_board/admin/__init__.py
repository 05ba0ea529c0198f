"""The board in the Wagtail admin: what editors make Q&A pages of."""
