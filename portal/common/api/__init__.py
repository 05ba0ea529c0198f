"""What every room's API viewsets are made of: base views, parameters, pages of lists, problems, caching, throttling.

A leaf like the rest of ``portal.common``: the rooms import from here, ``portal.api`` gathers what they bring.
"""
