"""Convening: agenda items whole, papers, opinions, moves, recipients, issues, dispatches, wordings."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=op.f(name), native_enum=False, create_constraint=True, length=20)


def _kind() -> sa.Enum:
    return _enum("ck_agenda_item_itemkind", "information", "opinion", "decision", "vote", "minutes")


def _capacity(table: str) -> sa.Enum:
    return _enum(f"ck_{table}_capacity", "titular", "substitute", "consultative", "guest", "expert")


def _text(name: str, length: int, *, default: str | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=False, server_default=default)


def _reference(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))


def _key(table: str) -> tuple[sa.Column[int], sa.PrimaryKeyConstraint]:
    return sa.Column("id", sa.Integer(), nullable=False), sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))


_MEETING_TEXTS = {"joint_with": 200, "cancel_reason": 500, "uid": 60}
_MEETING_DATES = ("opens_on", "cancelled_on", "urgent_president_on", "urgent_vice_president_on")


def upgrade() -> None:
    """Add what choosing a date, writing an agenda and proving a dispatch need."""
    with op.batch_alter_table("meeting") as table:
        table.add_column(sa.Column("ends", sa.Time(), nullable=True))
        for name in _MEETING_DATES:
            table.add_column(sa.Column(name, sa.Date(), nullable=True))
        for name, length in _MEETING_TEXTS.items():
            table.add_column(_text(name, length, default=""))
        table.add_column(sa.Column("sequence", sa.Integer(), nullable=False, server_default="0"))
    op.execute("UPDATE meeting SET uid = lower(hex(randomblob(16)))")
    with op.batch_alter_table("meeting") as table:
        for name in (*_MEETING_TEXTS, "sequence"):
            table.alter_column(name, server_default=None)
    with op.batch_alter_table("agenda_item") as table:
        table.drop_constraint(op.f("ck_agenda_item_level_known"), type_="check")
        table.add_column(sa.Column("kind", _kind(), nullable=False, server_default="information"))
        table.add_column(_text("speaker", 200, default=""))
        table.add_column(sa.Column("minutes", sa.Integer(), nullable=True))
        table.add_column(_text("text", 20_000, default=""))
        table.add_column(sa.Column("cpts_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("carried_from", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_agenda_item_cpts_id"), "cpts", ["cpts_id"], ["id"])
        table.create_foreign_key(op.f("fk_agenda_item_carried_from"), "agenda_item", ["carried_from"], ["id"])
        table.create_check_constraint(op.f("ck_agenda_item_level_known"), "level BETWEEN 0 AND 2")
        table.create_check_constraint(op.f("ck_agenda_item_minutes_positive"), "minutes IS NULL OR minutes > 0")
    with op.batch_alter_table("agenda_item") as table:
        for name in ("kind", "speaker", "text"):
            table.alter_column(name, server_default=None)
    _create_around_the_agenda()
    _create_dispatch()


def _create_around_the_agenda() -> None:
    op.create_table(
        "meeting_move",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("was_on", sa.Date(), nullable=False),
        sa.Column("was_starts", sa.Time(), nullable=True),
        sa.Column("was_ends", sa.Time(), nullable=True),
        sa.Column("was_opens_on", sa.Date(), nullable=True),
        _text("was_place", 300),
        _text("reason", 500),
        *_key("meeting_move"),
        _reference("meeting_move", "meeting_id", "meeting"),
    )
    op.create_index(op.f("ix_meeting_move_meeting_id"), "meeting_move", ["meeting_id"], unique=False)
    op.create_table(
        "agenda_opinion",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column(
            "section", _enum("ck_agenda_opinion_section", "social", "professional", "consultative"), nullable=False
        ),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("given_on", sa.Date(), nullable=True),
        sa.Column("verdict", _enum("ck_agenda_opinion_verdict", "agreed", "remarks", "refused"), nullable=True),
        _text("comment", 2000),
        _text("agenda_hash", 64),
        *_key("agenda_opinion"),
        _reference("agenda_opinion", "meeting_id", "meeting"),
        sa.UniqueConstraint("meeting_id", "section", name=op.f("uq_agenda_opinion_meeting_id_section")),
    )
    op.create_table(
        "agenda_template",
        sa.Column("commission_id", sa.Integer(), nullable=False),
        _text("name", 200),
        sa.Column("items", sa.JSON(), nullable=False),
        *_key("agenda_template"),
        _reference("agenda_template", "commission_id", "commission"),
        sa.UniqueConstraint("commission_id", "name", name=op.f("uq_agenda_template_commission_id_name")),
    )
    op.create_table(
        "letter_template",
        sa.Column("commission_id", sa.Integer(), nullable=False),
        _text("name", 60),
        _text("text", 50_000),
        *_key("letter_template"),
        _reference("letter_template", "commission_id", "commission"),
        sa.UniqueConstraint("commission_id", "name", name=op.f("uq_letter_template_commission_id_name")),
    )


def _create_dispatch() -> None:
    op.create_table(
        "recipient_change",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("capacity", _capacity("recipient_change"), nullable=True),
        _text("reason", 500),
        *_key("recipient_change"),
        _reference("recipient_change", "meeting_id", "meeting"),
        _reference("recipient_change", "person_id", "person"),
        sa.UniqueConstraint("meeting_id", "person_id", name=op.f("uq_recipient_change_meeting_id_person_id")),
    )
    op.create_index(op.f("ix_recipient_change_person_id"), "recipient_change", ["person_id"], unique=False)
    op.create_table(
        "issue",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("kind", _enum("ck_issue_issuekind", "convocation", "agenda", "cancellation"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        _text("sha256", 64),
        sa.Column("size", sa.Integer(), nullable=False),
        _text("without_opinions", 500),
        sa.Column("facts", sa.JSON(), nullable=False),
        *_key("issue"),
        _reference("issue", "meeting_id", "meeting"),
        sa.UniqueConstraint("meeting_id", "kind", "number", name=op.f("uq_issue_meeting_id_kind_number")),
    )
    op.create_table(
        "issue_letter",
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("first_page", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        *_key("issue_letter"),
        _reference("issue_letter", "issue_id", "issue"),
        _reference("issue_letter", "person_id", "person"),
        sa.CheckConstraint("first_page >= 0 AND pages > 0", name=op.f("ck_issue_letter_pages_positive")),
    )
    for column in ("issue_id", "person_id"):
        op.create_index(op.f(f"ix_issue_letter_{column}"), "issue_letter", [column], unique=False)
    op.create_table(
        "dispatch",
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("capacity", _capacity("dispatch"), nullable=False),
        _text("seats", 1000),
        sa.Column("channel", _enum("ck_dispatch_channel", "email", "letter", "registered", "hand"), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        _text("reference", 100),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("acknowledged_on", sa.Date(), nullable=True),
        _text("note", 500),
        *_key("dispatch"),
        _reference("dispatch", "issue_id", "issue"),
        _reference("dispatch", "person_id", "person"),
    )
    op.create_index(op.f("ix_dispatch_issue_id"), "dispatch", ["issue_id"], unique=False)
    op.create_index(op.f("ix_dispatch_person_id"), "dispatch", ["person_id"], unique=False)
    op.create_table(
        "paper",
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("dispatch_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        _text("name", 300),
        _text("media_type", 100),
        sa.Column("size", sa.Integer(), nullable=False),
        _text("sha256", 64),
        *_key("paper"),
        _reference("paper", "item_id", "agenda_item"),
        _reference("paper", "dispatch_id", "dispatch"),
        sa.CheckConstraint("(item_id IS NULL) <> (dispatch_id IS NULL)", name=op.f("ck_paper_one_owner")),
        sa.CheckConstraint("size >= 0", name=op.f("ck_paper_size_not_negative")),
    )
    for column in ("item_id", "dispatch_id"):
        op.create_index(op.f(f"ix_paper_{column}"), "paper", [column], unique=False)


def downgrade() -> None:
    """Forget what 0002 cannot tell; an item of the third level comes to the second."""
    for name in (
        "paper",
        "dispatch",
        "issue_letter",
        "issue",
        "recipient_change",
        "letter_template",
        "agenda_template",
    ):
        op.drop_table(name)
    op.drop_table("agenda_opinion")
    op.drop_table("meeting_move")
    op.execute("UPDATE agenda_item SET level = 1 WHERE level = 2")
    with op.batch_alter_table("agenda_item") as table:
        for name in ("minutes_positive", "level_known", "itemkind"):
            table.drop_constraint(op.f(f"ck_agenda_item_{name}"), type_="check")
        for name in ("carried_from", "cpts_id"):
            table.drop_constraint(op.f(f"fk_agenda_item_{name}"), type_="foreignkey")
        for name in ("kind", "speaker", "minutes", "text", "cpts_id", "carried_from"):
            table.drop_column(name)
        table.create_check_constraint(op.f("ck_agenda_item_level_known"), "level IN (0, 1)")
    with op.batch_alter_table("meeting") as table:
        for name in ("ends", *_MEETING_DATES, *_MEETING_TEXTS, "sequence"):
            table.drop_column(name)
