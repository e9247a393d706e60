"""The tree: folders, files with their versions, and web links; names, moves, copies, trash.

Every user has a root folder, spoken of as folder 0; a move changes one row, and so does trashing a folder.

What other rooms call (each with `tx` is part of a unit of work and does permission, name, quota, sizes and events itself):

    files.add_file(tx, subject, *, parent_id, name, content, content_created_at, content_modified_at, description)
    files.add_version(tx, subject, *, file_id, content, name, content_modified_at, if_match)
    files.check_new_file(reader, subject, *, parent_id, name, size)      what a preflight asks
    files.check_new_version(reader, subject, *, file_id, name, size)
    files.set_content(tx, access, *, version_id, content, name, content_modified_at)     point at another version
    space.take_space / check_space / free_space (tx, owner_id, size)     the storage of a tree's owner

They answer an `Access` (content.access): the item's row as `.item`, its place, its owner, and what the subject may do.
`access.reach(reader, subject, item_id, kind)` finds one, `reach_active` one that is not in the trash,
`reach_to_change` one inside a unit. `Content(blob_key, size, sha1)` says which bytes; the id 0 is the subject's root.
"""
