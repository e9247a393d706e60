"""What the API sends and takes, a module per API version.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""
