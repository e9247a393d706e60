"""Finding items by what their names, descriptions, tags, comments and contents say.

The words of each item are in an index of the database's own (FTS5 in SQLite, a GIN index in PostgreSQL), which follows the
events. Where an item is, and who may see it, is asked of the tree at the time of a search: moves and renames of folders
change nothing here. docs/decisions/0031-search.md says why it is made so.

    words          a text's words, as both databases keep them: folded, split at punctuation and at word parts
    language       what people type, with Box's operators, as an expression of words and phrases
    documents      what the index keeps of an item
    index          keeps the index up with the events; builds it anew
    find           a page of what a subject may see, and how many there are
"""
