"""File requests: pages by which people without an account put files into a folder.

Editors of the folder make, change and take them away; what comes in belongs to the folder's owner, like all that is in it.
"""
