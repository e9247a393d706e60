"""All background work of the service: who imports this module has it registered. A new piece of work is named here."""

from . import helping, messages, retention, running, sign_ins, undoing

__all__ = ["helping", "messages", "retention", "running", "sign_ins", "undoing"]
