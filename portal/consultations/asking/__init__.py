"""What a citizen is asked, screen by screen, and what is said to them on the way. docs/asking.md explains.

``content`` is what a draft holds, ``steps`` the order of the screens as data, ``forms`` the questions; the rest are pure rules.
"""
