"""Word documents with tags in them, and what comes of them with data: the language of Box Doc Gen.

https://docs.box.com/en/box-doc-gen/box-doc-gen-templates/template-tags-reference-guide-and-examples
"""
