"""The commission through time: dated places, letters and ends of mandates, organisations, exceptions, undo."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_TEXTS = {
    "full_name": 300,
    "addressee": 200,
    "address": 300,
    "postcode": 10,
    "city": 100,
    "email": 200,
    "phone": 30,
}


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=20)


def _indemnity(table: str) -> sa.Column[str]:
    kind = _enum(op.f(f"ck_{table}_indemnity"), "member", "organisation", "none")
    return sa.Column("indemnity", kind, nullable=True)


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=False, server_default="")


def upgrade() -> None:
    """Date the place of a seat in its table; tell letters, ends, organisations, exceptions and undone entries."""
    with op.batch_alter_table("seat_weight") as table:
        table.add_column(sa.Column("position", sa.Integer(), nullable=False, server_default="0"))
    op.execute("UPDATE seat_weight SET position = (SELECT seat.position FROM seat WHERE seat.id = seat_weight.seat_id)")
    with op.batch_alter_table("seat_weight") as table:
        table.alter_column("position", server_default=None)
    with op.batch_alter_table("seat") as table:
        table.drop_column("position")
    with op.batch_alter_table("profession") as table:
        table.add_column(_indemnity("profession"))
    with op.batch_alter_table("organisation") as table:
        for name, length in _TEXTS.items():
            table.add_column(_text(name, length))
        channel = _enum(op.f("ck_organisation_letterchannel"), "post", "email")
        table.add_column(sa.Column("channel", channel, nullable=False, server_default="post"))
        table.add_column(sa.Column("copied", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(_indemnity("organisation"))
    with op.batch_alter_table("organisation") as table:
        for name in (*_TEXTS, "channel", "copied"):
            table.alter_column(name, server_default=None)
    with op.batch_alter_table("person") as table:
        table.add_column(_text("profession", 120))
    with op.batch_alter_table("person") as table:
        table.alter_column("profession", server_default=None)
    ends = _enum(
        op.f("ck_mandate_endreason"),
        "resignation",
        "replaced",
        "term",
        "withdrawn",
        "death",
        "swapped",
        "seat_closed",
        "other",
    )
    with op.batch_alter_table("mandate") as table:
        table.add_column(sa.Column("letter_on", sa.Date(), nullable=True))
        table.add_column(_text("letter_reference", 100))
        table.add_column(sa.Column("end_reason", ends, nullable=True))
        table.add_column(_text("end_note", 500))
    with op.batch_alter_table("mandate") as table:
        for name in ("letter_reference", "end_note"):
            table.alter_column(name, server_default=None)
    op.execute("UPDATE mandate SET end_reason = 'other' WHERE valid_to IS NOT NULL")
    with op.batch_alter_table("journal_entry") as table:
        table.add_column(sa.Column("reverts", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_journal_entry_reverts"), "journal_entry", ["reverts"], ["id"])
    op.create_table(
        "distinct_persons",
        sa.Column("one_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("one_id < other_id", name=op.f("ck_distinct_persons_in_order")),
        sa.ForeignKeyConstraint(["one_id"], ["person.id"], name=op.f("fk_distinct_persons_one_id")),
        sa.ForeignKeyConstraint(["other_id"], ["person.id"], name=op.f("fk_distinct_persons_other_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_distinct_persons")),
        sa.UniqueConstraint("one_id", "other_id", name=op.f("uq_distinct_persons_one_id_other_id")),
    )
    op.create_table(
        "presidency_exception",
        sa.Column("commission_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column(
            "section",
            _enum(op.f("ck_presidency_exception_section"), "social", "professional", "consultative"),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commission_id"], ["commission.id"], name=op.f("fk_presidency_exception_commission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presidency_exception")),
        sa.UniqueConstraint("commission_id", "year", name=op.f("uq_presidency_exception_commission_id_year")),
    )


def downgrade() -> None:
    """Forget what 0001 cannot tell; a seat keeps the last place it had."""
    op.drop_table("presidency_exception")
    op.drop_table("distinct_persons")
    with op.batch_alter_table("journal_entry") as table:
        table.drop_constraint(op.f("fk_journal_entry_reverts"), type_="foreignkey")
        table.drop_column("reverts")
    with op.batch_alter_table("mandate") as table:
        table.drop_constraint(op.f("ck_mandate_endreason"), type_="check")
        for name in ("letter_on", "letter_reference", "end_reason", "end_note"):
            table.drop_column(name)
    with op.batch_alter_table("person") as table:
        table.drop_column("profession")
    with op.batch_alter_table("organisation") as table:
        for name in ("indemnity", "letterchannel"):
            table.drop_constraint(op.f(f"ck_organisation_{name}"), type_="check")
        for name in (*_TEXTS, "channel", "copied", "indemnity"):
            table.drop_column(name)
    with op.batch_alter_table("profession") as table:
        table.drop_constraint(op.f("ck_profession_indemnity"), type_="check")
        table.drop_column("indemnity")
    with op.batch_alter_table("seat") as table:
        table.add_column(sa.Column("position", sa.Integer(), nullable=False, server_default="0"))
    op.execute(
        "UPDATE seat SET position = COALESCE((SELECT w.position FROM seat_weight AS w WHERE w.seat_id = seat.id "
        "ORDER BY w.valid_from DESC LIMIT 1), 0)"
    )
    with op.batch_alter_table("seat") as table:
        table.alter_column("position", server_default=None)
    with op.batch_alter_table("seat_weight") as table:
        table.drop_column("position")
