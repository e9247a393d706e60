"""Metadata: templates that say which fields there are, and instances of them on files and folders.

https://developer.box.com/guides/metadata/. Values are kept under the numbers of their fields and options, which are never
given twice: a template whose fields and options get other keys, are put in another order or taken away changes one row,
however many instances it has.
"""
