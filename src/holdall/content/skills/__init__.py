"""Skills: applications that are told of files which come into folders, with tokens for each, and answer with cards on them."""
