"""The tree and its rules, without HTTP: items, versions, names, trash, locks, access, identity, events.

Every change is a unit of work that checks what it depends on and writes its events in the same transaction.
"""
