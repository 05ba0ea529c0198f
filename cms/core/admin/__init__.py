"""The portal's face in the Wagtail admin: mark, handbook, topics."""
