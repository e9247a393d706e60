"""What is made of files: extracted text, thumbnails, pages, PDFs; and the confined processes in which it is made.

    children = Children()                                          # one pool in each server process
    text = await children.text(file, Format.PDF)                   # raises Refused, and its kind Exhausted

Whatever reads the inside of a file runs in a child: it comes from anybody and may be made to break its reader.
"""
