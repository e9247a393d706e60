"""The outbox: what happened, written in the transaction that made it happen.

User events, admin logs, webhooks and the search index all start from these rows.
"""
