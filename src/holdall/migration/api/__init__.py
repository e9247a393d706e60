"""The REST face of the migration service: `/v1` and `/connect`. One module per resource, no rules of its own.

Source of its shapes: the vendor's documentation and public client, as docs/reference tells.
"""
