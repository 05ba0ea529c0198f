"""Complaints about residents, institutions, moderators and the portal (投诉): handled outside those they are about."""
