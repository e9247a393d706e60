"""Writes the typed faces of the connector from the contract: records, and a module of methods per tag.

Run `python -m holdall.connector.generate` after the contract changed; what it writes is never edited.
"""

from holdall.connector.generate.modules import generated_modules

__all__ = ["generated_modules"]
