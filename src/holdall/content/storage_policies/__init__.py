"""Storage policies: the stores of the settings, and whose new content goes into which of them.

stores.intake_of(await store_of(reader, owner_id))     # where new bytes go into the tree of this owner
"""
