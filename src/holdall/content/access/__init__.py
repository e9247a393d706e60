"""One question: may this subject do this to this item, and why.

`reach` finds an item with its place in the tree and decides what the subject may do to it, in one query; units of work
ask with `reach_to_change`, which also keeps the tree still until they commit. Handlers read no item without either.
"""

from holdall.content.access.actions import Action, Role
from holdall.content.access.decision import Access, manages_content
from holdall.content.access.place import Grant, Step
from holdall.content.access.reach import (
    Barred,
    lock_trees,
    on_way_in,
    own_grants,
    reach,
    reach_active,
    reach_many,
    reach_to_change,
    reach_within,
    shared_with,
)

__all__ = [
    "Access",
    "Action",
    "Barred",
    "Grant",
    "Role",
    "Step",
    "lock_trees",
    "manages_content",
    "on_way_in",
    "own_grants",
    "reach",
    "reach_active",
    "reach_many",
    "reach_to_change",
    "reach_within",
    "shared_with",
]
