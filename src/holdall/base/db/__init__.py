"""One interface over SQLite and PostgreSQL: typed queries, units of work, group commit.

Queries are SQLAlchemy Core expressions compiled once per dialect and run by the raw drivers.
"""
