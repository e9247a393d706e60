"""The typed faces of the connector, written from the contract.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""
