"""Bytes on their way in: simple uploads, and sessions that take a large file in parts.

A row is written once the bytes it names are durable, in one unit of work; what fails before that leaves no row.
"""
