"""Plan, transfer, remove, verify: the stages of a run, each a walk over the ledger.

A stage takes what is not done yet and writes what came of it, so every stage may be cut short and begun again.
"""
