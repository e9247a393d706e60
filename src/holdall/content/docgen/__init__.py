"""Box Doc Gen: Word documents that are marked as templates, and documents that are made of them with data.

https://developer.box.com/guides/docgen/. What opens a document runs in a child of the renditions; what takes time is
ordered from the engine: see `making`.
"""
