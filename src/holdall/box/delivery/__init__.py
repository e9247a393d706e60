"""Sending the bytes of files: signed links, conditional requests, ranges, and the response that streams.

A link is followed without a token, so what it may say and how its content is labelled is decided here alone.
"""
