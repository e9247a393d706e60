"""People in groups: who belongs together, and who looks after whom.

A group is a name that grants can be given to; what a member may do to content is decided in the access room.
"""
