"""Background work, one module for each kind: consumers of events, workflows, schedules. Modules are found by themselves.

A module here only joins a plain function of the content room to the engine; the rules are in that function.
"""
