"""The workbench: what waits for residents, one's own cases, the roster, figures."""
