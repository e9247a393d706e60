"""Figures: each benchmark prints ratios within one run against a named peer and a named floor."""
