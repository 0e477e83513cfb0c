"""Alembic's environment: one connection to the file that `cpr_desk.storage.migrate` names."""

from alembic import context
from sqlalchemy import URL, create_engine
from sqlalchemy.pool import NullPool

# Without a pool the file is released even when a step fails.
engine = create_engine(URL.create("sqlite", database=str(context.config.attributes["file"])), poolclass=NullPool)
with engine.connect() as connection:
    # pysqlite opens no transaction before DDL by itself; without one a failed step would leave half a schema.
    connection.exec_driver_sql("BEGIN")
    context.configure(connection=connection, render_as_batch=True, transactional_ddl=True)
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
