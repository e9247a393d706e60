"""Archives of several files and folders, written while they are sent: nothing is kept, neither on disk nor in memory.

A request says what shall be in an archive and gives an address that is good for one download; what may be in it is asked
anew, file by file, when it is sent.
"""
