"""The client of the contract: every Box operation by name, against Box itself or Holdall.

It never imports the platform, so that it can be installed and trusted alone.
"""
