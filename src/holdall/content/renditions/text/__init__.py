"""Text out of files, in a child: one module for each family of formats, all writing into one bounded collector."""
