"""Working with others: which domains an enterprise may share with, and what it has shared.

Grants made here are read by the access room, which alone decides what somebody may do.
"""
