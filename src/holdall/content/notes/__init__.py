"""Box Notes: files that are made of Markdown. Holdall has no editor for them."""
