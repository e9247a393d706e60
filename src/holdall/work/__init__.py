"""Durable background work and schedules behind a few verbs.

What runs here survives a crash: steps are idempotent and progress is in a ledger.
"""
