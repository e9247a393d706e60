"""Workflows of folders (Box Relay): flows that a person starts by hand on files in a folder, and what they then do.

They are defined by seeds and by `holdall workflow`; content rules carry their outcomes out, as whoever started them.
"""
