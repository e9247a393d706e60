"""Legal holds and retention: what may not be removed for good, until when, and what is removed when that is over.

No row says that a version is kept: that follows from where its file is. See docs/decisions/0060-governance.md.
"""
