"""Comments on files: written, answered, changed and taken away, and the mail to whom they mention.

Who may see the file's preview may read and write them; the words are their author's alone.
"""
