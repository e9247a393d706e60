"""What is made of files: extracted text, thumbnails, pages, PDFs; and the confined processes in which it is made.

    renditions = platform.renditions                               # one for each server process
    text = await renditions.text(version_id, name)                 # in the background; "" where there is none
    source = await renditions.source(version_id, name)             # None where the name says of nothing that we know
    made = await renditions.get(source, "png-256", patience=1.0)   # None: it is being made; else made.is_made, made.refusal
    picture = await renditions.read(made)

Whatever reads the inside of a file runs in a child: it comes from anybody and may be made to break its reader. What was
made is kept as a blob beside its source, and so is the reason why nothing could be made.
"""
