"""Tasks on files: set, assigned, resolved, and the mail about them.

Whether a task is completed is never written down: its assignments say it, by the task's rule.
"""
