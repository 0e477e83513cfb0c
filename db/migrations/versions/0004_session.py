"""The session and what follows it: attendance, proxies, votes, minutes, decisions, indemnities."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_SECTIONS = ("social", "professional", "consultative")


def _enum(table: str, name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=op.f(f"ck_{table}_{name}"), native_enum=False, create_constraint=True, length=20)


def _column(name: str, kind: Any, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=null)


def _texts(**lengths: int) -> list[sa.Column[Any]]:
    return [_column(name, sa.String(length)) for name, length in lengths.items()]


def _dates(*names: str) -> list[sa.Column[Any]]:
    return [_column(name, sa.Date(), null=True) for name in names]


def _link(table: str, column: str, target: str, *, null: bool = False) -> list[SchemaItem]:
    return [
        _column(column, sa.Integer(), null=null),
        sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}")),
    ]


def _unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))


def _check(table: str, name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}"))


def _create(table: str, *parts: SchemaItem | list[SchemaItem], indexed: tuple[str, ...] = ()) -> None:
    items = [item for part in parts for item in (part if isinstance(part, list) else [part])]
    key = [_column("id", sa.Integer()), sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))]
    op.create_table(table, *items, *key)
    for column in indexed:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


def upgrade() -> None:
    """Add the tables of the session, the minutes and the indemnities."""
    with op.batch_alter_table("meeting") as table:
        table.add_column(sa.Column("second_of", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_meeting_second_of"), "meeting", ["second_of"], ["id"])
    _create_session()
    _create_minutes()
    _create_indemnities()


def _create_session() -> None:
    _create(
        "sitting",
        _link("sitting", "meeting_id", "meeting"),
        _column("opened_at", sa.DateTime()),
        _column("closed_at", sa.DateTime(), null=True),
        _link("sitting", "chair_id", "person", null=True),
        *_texts(chair_reason=500, secretary=200),
        _column("constat_at", sa.DateTime(), null=True),
        _unique("sitting", "meeting_id"),
        _check("sitting", "closes_after_opening", "closed_at IS NULL OR closed_at >= opened_at"),
    )
    _create(
        "stay",
        _link("stay", "meeting_id", "meeting"),
        _link("stay", "person_id", "person"),
        _column("arrived_at", sa.DateTime()),
        _column("left_at", sa.DateTime(), null=True),
        _column("remote", sa.Boolean()),
        _link("stay", "seat_id", "seat", null=True),
        _check("stay", "leaves_after_arrival", "left_at IS NULL OR left_at > arrived_at"),
        indexed=("meeting_id", "person_id"),
    )
    _create(
        "excuse",
        _link("excuse", "meeting_id", "meeting"),
        _link("excuse", "person_id", "person"),
        _column("excused", sa.Boolean()),
        _unique("excuse", "meeting_id", "person_id"),
        indexed=("person_id",),
    )
    _create(
        "proxy",
        _link("proxy", "meeting_id", "meeting"),
        _link("proxy", "seat_id", "seat"),
        _link("proxy", "giver_id", "person"),
        _link("proxy", "holder_id", "person"),
        _column("given_at", sa.DateTime()),
        _column("revoked_at", sa.DateTime(), null=True),
        *_texts(reference=100),
        _check("proxy", "two_persons", "giver_id <> holder_id"),
        _check("proxy", "revoked_after_given", "revoked_at IS NULL OR revoked_at >= given_at"),
        indexed=("meeting_id", "giver_id", "holder_id"),
    )
    _create(
        "ballot",
        _link("ballot", "meeting_id", "meeting"),
        _link("ballot", "item_id", "agenda_item"),
        *_texts(question=2000),
        _column("method", _enum("ballot", "method", "hands", "named", "secret", "mail")),
        _column("round", sa.Integer()),
        _column("majority", _enum("ballot", "majority", "cast", "by_section")),
        _column("taken_at", sa.DateTime()),
        *(_column(name, sa.JSON()) for name in ("electors", "choices", "tallies", "answered_on")),
        *_texts(quorum=2000),
        _column("has_quorum", sa.Boolean()),
        *_texts(without_quorum=500),
        _column("annulled_at", sa.DateTime(), null=True),
        *_texts(annul_reason=500),
        _check("ballot", "round_known", "round IN (1, 2)"),
        indexed=("meeting_id", "item_id"),
    )


def _create_minutes() -> None:
    _create(
        "minutes",
        _link("minutes", "meeting_id", "meeting"),
        *_dates("approved_on"),
        _link("minutes", "approved_in_id", "meeting", null=True),
        _column("locked", sa.Boolean()),
        _unique("minutes", "meeting_id"),
    )
    _create(
        "minutes_unlocking",
        _link("minutes_unlocking", "meeting_id", "meeting"),
        _column("unlocked_on", sa.Date()),
        *_texts(reason=500),
        indexed=("meeting_id",),
    )
    _create(
        "minutes_passage",
        _link("minutes_passage", "meeting_id", "meeting"),
        _link("minutes_passage", "item_id", "agenda_item", null=True),
        _column("part", _enum("minutes_passage", "part", "opening", "discussion", "decision", "action", "closing")),
        *_texts(text=50_000),
        _unique("minutes_passage", "meeting_id", "item_id", "part"),
        indexed=("meeting_id", "item_id"),
    )
    _create(
        "minutes_draft",
        _link("minutes_draft", "meeting_id", "meeting"),
        _column("passages", sa.JSON()),
        _column("saved_at", sa.DateTime()),
        _unique("minutes_draft", "meeting_id"),
    )
    _create(
        "minutes_version",
        _link("minutes_version", "meeting_id", "meeting"),
        _column("number", sa.Integer()),
        _column("made_on", sa.Date()),
        *_texts(sha256=64),
        _column("size", sa.Integer()),
        _column("passages", sa.JSON()),
        _unique("minutes_version", "meeting_id", "number"),
    )
    _create(
        "minutes_signature",
        _link("minutes_signature", "version_id", "minutes_version"),
        _column("section", _enum("minutes_signature", "section", *_SECTIONS)),
        *_texts(name=400),
        _column("signed_on", sa.Date()),
        _unique("minutes_signature", "version_id", "section"),
    )
    _create(
        "decision",
        _link("decision", "commission_id", "commission"),
        _column("kind", _enum("decision", "decisionkind", "decision", "opinion")),
        _column("year", sa.Integer()),
        _column("number", sa.Integer()),
        *_texts(text=5000),
        _column("taken_on", sa.Date()),
        _link("decision", "meeting_id", "meeting"),
        _link("decision", "item_id", "agenda_item", null=True),
        _link("decision", "ballot_id", "ballot", null=True),
        _link("decision", "cpts_id", "cpts", null=True),
        *_texts(responsible=200),
        *_dates("due_on", "done_on"),
        *_texts(note=2000),
        *_dates("withdrawn_on"),
        *_texts(withdrawn_reason=500),
        _unique("decision", "commission_id", "kind", "year", "number"),
        indexed=("meeting_id", "item_id", "cpts_id"),
    )


def _create_indemnities() -> None:
    _create(
        "indemnity_rate",
        _link("indemnity_rate", "profession_id", "profession", null=True),
        _column("valid_from", sa.Date()),
        _column("half_day_cents", sa.Integer(), null=True),
        _column("session_cents", sa.Integer(), null=True),
        *_texts(source=300),
        _unique("indemnity_rate", "profession_id", "valid_from"),
        _check("indemnity_rate", "half_day_not_negative", "half_day_cents IS NULL OR half_day_cents >= 0"),
        _check("indemnity_rate", "session_not_negative", "session_cents IS NULL OR session_cents >= 0"),
    )
    _create(
        "indemnity",
        _link("indemnity", "meeting_id", "meeting"),
        _link("indemnity", "person_id", "person"),
        _column("basis", _enum("indemnity", "basis", "half_day", "session", "none")),
        _column("cents", sa.Integer(), null=True),
        _column("travel_cents", sa.Integer()),
        *_texts(travel_note=300, note=300),
        _column("by_hand", sa.Boolean()),
        _unique("indemnity", "meeting_id", "person_id"),
        _check("indemnity", "cents_not_negative", "cents IS NULL OR cents >= 0"),
        _check("indemnity", "travel_not_negative", "travel_cents >= 0"),
        indexed=("person_id",),
    )


_TABLES = (
    "indemnity indemnity_rate decision minutes_signature minutes_version minutes_draft minutes_passage "
    "minutes_unlocking minutes ballot proxy excuse stay sitting"
).split()


def downgrade() -> None:
    """Forget what 0003 cannot tell."""
    for name in _TABLES:
        op.drop_table(name)
    with op.batch_alter_table("meeting") as table:
        table.drop_constraint(op.f("fk_meeting_second_of"), type_="foreignkey")
        table.drop_column("second_of")
