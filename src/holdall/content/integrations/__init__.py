"""Mappings of other services' places to folders: kept here for the integration, which lives elsewhere."""
