"""Screening: rules that look at a question and suggest. They know no models, never refuse, and say why [28, 29, 30, 31].

``run.screen`` is the door: what was asked, as values, → suggestions, each with the words that led to it.
"""
