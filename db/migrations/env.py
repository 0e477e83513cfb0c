"""Alembic's environment: one connection to the file that `cpr_desk.storage.migrate` names."""

from alembic import context
from sqlalchemy import create_engine

engine = create_engine(f"sqlite:///{context.config.attributes['file']}")
with engine.connect() as connection:
    # pysqlite opens no transaction before DDL by itself; without one a failed step would leave half a schema.
    connection.exec_driver_sql("BEGIN")
    context.configure(connection=connection, render_as_batch=True, transactional_ddl=True)
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
engine.dispose()
