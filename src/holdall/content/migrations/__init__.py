"""Alembic's scripts: how the tables of every room came to be, revision by revision.

`holdall db revision` writes one from the tables in code; a test proves that code and scripts agree.
"""
