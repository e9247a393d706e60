"""A module of methods per tag of the contract.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""
