"""Figures of quality.md, measured: ``make bench``. Counts and ratios decide; times are reported beside them."""
