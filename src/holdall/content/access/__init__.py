"""One question: may this subject do this to this item, and why.

Handlers read no item without a decision from here.
"""
