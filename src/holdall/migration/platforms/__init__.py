"""The places that content moves between: a file each, behind one set of verbs.

A platform declares what it can do, and tests/suites/platforms.py holds it to that.
"""
