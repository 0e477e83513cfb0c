"""The register whole: territory, papers, contract, indicators, dialogues, crises, payments by line, own scales."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_MISSIONS = ("acces", "parcours", "prevention", "crises", "qualite", "accompagnement")
_KINDS = ("full", "advance", "balance", "results", "crisis", "once", "bonus")


def _enum(table: str, name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=op.f(f"ck_{table}_{name}"), native_enum=False, create_constraint=True, length=20)


def _column(name: str, kind: Any, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=null)


def _texts(**lengths: int) -> list[sa.Column[Any]]:
    return [_column(name, sa.String(length)) for name, length in lengths.items()]


def _decimals(*names: str, null: bool = False) -> list[sa.Column[Any]]:
    return [_column(name, sa.String(30), null=null) for name in names]


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


def _empty(name: str, length: int) -> sa.Column[Any]:
    """Return a text column for rows that are there already: empty."""
    return sa.Column(name, sa.String(length), nullable=False, server_default="")


def upgrade() -> None:
    """Widen the tables of the register and add those of the contract."""
    _widen()
    _create_file()
    _create_contract()
    _create_missions()
    _create_money()


def _widen() -> None:
    added = {
        "cpts": [_empty("association", 300), *_dates("association_on")],
        "cpts_step": [_empty("author", 200), _empty("comment", 2000), _empty("exception", 500)],
        "cpts_mission": [*_dates("chosen_on", "planned_on", "deployed_on", "plan_written_on"), _empty("plan", 20_000)],
        "cpts_payment": [
            _empty("reference", 100),
            _column("due_code", sa.String(60), null=True),
            _column("due_kind", _enum("cpts_payment", "kind", *_KINDS), null=True),
            _column("due_year", sa.Integer(), null=True),
            *_dates("due_on"),
        ],
    }
    for name, columns in added.items():
        with op.batch_alter_table(name) as table:
            for column in columns:
                table.add_column(column)
        # The default served the rows that were there; the models give their own.
        with op.batch_alter_table(name) as table:
            for column in columns:
                if column.server_default is not None:
                    table.alter_column(column.name, server_default=None)


def _create_file() -> None:
    _create(
        "cpts_area",
        _link("cpts_area", "cpts_id", "cpts"),
        _column("since", sa.Date()),
        _column("year", sa.Integer()),
        _column("populations", sa.JSON()),
        *_texts(comment=500),
        _unique("cpts_area", "cpts_id", "since"),
    )
    _create(
        "cpts_paper",
        _link("cpts_paper", "cpts_id", "cpts"),
        _link("cpts_paper", "step_id", "cpts_step", null=True),
        *_texts(code=30, label=300),
        *_dates("received_on"),
        *_texts(comment=500, name=300, media_type=100),
        _column("size", sa.Integer()),
        *_texts(sha256=64),
        _check("cpts_paper", "size_not_negative", "size >= 0"),
        indexed=("cpts_id", "step_id"),
    )
    _create(
        "register_view",
        _link("register_view", "commission_id", "commission"),
        *_texts(name=100),
        _column("settings", sa.JSON()),
        _unique("register_view", "commission_id", "name"),
    )


def _create_contract() -> None:
    _create(
        "contract",
        _link("contract", "cpts_id", "cpts"),
        _link("contract", "step_id", "cpts_step"),
        _column("years", sa.Integer()),
        *_dates("effect_on"),
        *_texts(cpts_party=300, ars_party=300, insurance_party=300, comment=2000),
        *_dates("ended_on"),
        _column("end_kind", _enum("contract", "endkind", "expiry", "by_cpts", "by_partners", "agreed"), null=True),
        *_texts(end_reason=500),
        _link("contract", "end_decision_id", "decision", null=True),
        _unique("contract", "step_id"),
        _check("contract", "years_sensible", "years BETWEEN 1 AND 20"),
        _check("contract", "end_has_kind", "(ended_on IS NULL) = (end_kind IS NULL)"),
        indexed=("cpts_id", "end_decision_id"),
    )
    _create(
        "contract_event",
        _link("contract_event", "contract_id", "contract"),
        _column("kind", _enum("contract_event", "eventkind", "amendment", "renewal", "suspension")),
        _column("since", sa.Date()),
        *_dates("until", "planned_until", "signed_on"),
        *_texts(label=300, comment=2000),
        _link("contract_event", "decision_id", "decision", null=True),
        _check("contract_event", "ends_after_start", "until IS NULL OR until >= since"),
        _check("contract_event", "planned_after_start", "planned_until IS NULL OR planned_until >= since"),
        indexed=("contract_id", "decision_id"),
    )
    _create(
        "cpts_size",
        _link("cpts_size", "cpts_id", "cpts"),
        _column("day", sa.Date()),
        _column("size", sa.Integer()),
        _column("population", sa.Integer(), null=True),
        *_texts(comment=500),
        _unique("cpts_size", "cpts_id", "day"),
        _check("cpts_size", "size_known", "size BETWEEN 1 AND 4"),
    )


def _create_missions() -> None:
    _create(
        "indicator",
        _link("indicator", "cpts_id", "cpts"),
        _column("mission", _enum("indicator", "mission", *_MISSIONS)),
        _column("position", sa.Integer()),
        *_texts(label=500, unit=60),
        _column("national", sa.Boolean()),
        indexed=("cpts_id",),
    )
    _create(
        "indicator_year",
        _link("indicator_year", "indicator_id", "indicator"),
        _column("year", sa.Integer()),
        *_decimals("weight"),
        *_decimals("start", "target", "result", null=True),
        _unique("indicator_year", "indicator_id", "year"),
        _check("indicator_year", "year_from_one", "year >= 1"),
    )
    _create(
        "mission_rate",
        _link("mission_rate", "cpts_id", "cpts"),
        _column("mission", _enum("mission_rate", "mission", *_MISSIONS)),
        _column("year", sa.Integer()),
        *_decimals("rate"),
        *_texts(comment=500),
        _unique("mission_rate", "cpts_id", "mission", "year"),
    )
    _create(
        "dialogue",
        _link("dialogue", "cpts_id", "cpts"),
        _column("kind", _enum("dialogue", "dialoguekind", "signature", "mission", "yearly")),
        _column("mission", _enum("dialogue", "mission", *_MISSIONS), null=True),
        _column("year", sa.Integer(), null=True),
        *_dates("planned_on", "held_on"),
        *_texts(attendees=2000, notes=20_000, conclusions=20_000),
        indexed=("cpts_id",),
    )


def _create_money() -> None:
    _create(
        "crisis",
        _link("crisis", "commission_id", "commission"),
        _column("declared_on", sa.Date()),
        *_texts(label=300),
        indexed=("commission_id",),
    )
    _create(
        "cpts_crisis",
        _link("cpts_crisis", "crisis_id", "crisis"),
        _link("cpts_crisis", "cpts_id", "cpts"),
        _unique("cpts_crisis", "crisis_id", "cpts_id"),
        indexed=("cpts_id",),
    )
    _create(
        "cpts_grant",
        _link("cpts_grant", "cpts_id", "cpts"),
        _column("kind", _enum("cpts_grant", "grantkind", "additional", "covid", "accompaniment")),
        _column("day", sa.Date()),
        *_texts(comment=500),
        _unique("cpts_grant", "cpts_id", "kind"),
    )
    _create(
        "scale",
        *_texts(code=60),
        _column("content", sa.JSON()),
        _column("changed_on", sa.Date()),
        *_texts(comment=500),
        _unique("scale", "code"),
    )


_TABLES = (
    "scale cpts_grant cpts_crisis crisis dialogue mission_rate indicator_year indicator cpts_size contract_event "
    "contract register_view cpts_paper cpts_area"
).split()
_ADDED = {
    "cpts": ("association", "association_on"),
    "cpts_step": ("author", "comment", "exception"),
    "cpts_mission": ("chosen_on", "planned_on", "deployed_on", "plan_written_on", "plan"),
    "cpts_payment": ("reference", "due_code", "due_kind", "due_year", "due_on"),
}


def downgrade() -> None:
    """Forget what 0004 cannot tell."""
    for name in _TABLES:
        op.drop_table(name)
    with op.batch_alter_table("cpts_payment") as table:
        table.drop_constraint(op.f("ck_cpts_payment_kind"), type_="check")
    for name, columns in _ADDED.items():
        with op.batch_alter_table(name) as table:
            for column in columns:
                table.drop_column(column)
