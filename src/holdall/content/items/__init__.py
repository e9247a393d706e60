"""The tree: folders, files with their versions, and web links; names, moves, copies, trash.

Every user has a root folder, spoken of as folder 0; a move changes one row, and so does trashing a folder.
"""
