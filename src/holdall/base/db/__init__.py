"""One interface over SQLite and PostgreSQL: typed queries, units of work, group commit.

Queries are SQLAlchemy Core expressions compiled once per dialect and run by the raw drivers.
"""

from holdall.base.db.database import Database, Transaction, Unit
from holdall.base.db.open import open_database
from holdall.base.db.query import Query, query, rows_of
from holdall.base.db.schema import Json, contains, json_number, json_rows, metadata, sql_name
from holdall.base.db.sqlite import Memory

__all__ = [
    "Database",
    "Json",
    "Memory",
    "Query",
    "Transaction",
    "Unit",
    "contains",
    "json_number",
    "json_rows",
    "metadata",
    "open_database",
    "query",
    "rows_of",
    "sql_name",
]
