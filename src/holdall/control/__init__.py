"""The control plane for development and tests: reset, seed, snapshots, clock, faults.

It exists only when switched on, and never in production.
"""
