"""Hubs: files, folders and web links of an enterprise gathered under a title, and the people who are shown them."""
