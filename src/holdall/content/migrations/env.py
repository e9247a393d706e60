"""Runs the scripts on the connection that base.db.migrate gives."""

from alembic import context

from holdall.base.db.migrate import is_managed, same_type
from holdall.base.db.schema import metadata
from holdall.content import tables  # noqa: F401 - registers every table

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    user_module_prefix="schema.",
    compare_type=same_type,
    include_name=is_managed,
)
with context.begin_transaction():
    context.run_migrations()
