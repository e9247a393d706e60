"""What people do with more than one call: lists, trees, transfers of any size, events, waiting.

Each recipe stands on the client's calls alone; `Box` and `BlockingBox` offer them as methods.
"""
