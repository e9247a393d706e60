"""Webhooks: who is told of what, the ledger of what they are told, and the telling.

A webhook watches a file, or a folder with everything below it, for one application and one user.
"""
