"""The migration service: connections, jobs, ledger and reports, between platforms of any kind.

It reaches content through platforms only, one file each, never through the tables.
"""
