"""The editorial room in the Wagtail admin: dashboard, reports, acts on pages."""
