"""``/workbench/complaints/``."""
