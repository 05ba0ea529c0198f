"""Files that citizens hand in: told by content, taken apart in a process of its own, rebuilt, encrypted, served by policy.

``accepting`` is the door; ``cleaning`` the workshop's tools (nothing of Django in there), ``workshop`` its walls; ``vault`` keeps,
``scanning`` asks ClamAV, ``serving`` answers. docs/attachments.md explains.
"""
