"""The tables of the service in the Wagtail admin."""
