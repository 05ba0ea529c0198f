"""Experts: sampling, reviews, suggestions, referrals, direct answers, agreement (articles 7, 26, 27)."""
