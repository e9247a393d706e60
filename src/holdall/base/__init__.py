"""Tools without domain words: clock, ids, database, paging, field selection, errors, settings.

Every other room may import from here; nothing here imports another room.
"""
