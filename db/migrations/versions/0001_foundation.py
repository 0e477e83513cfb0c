"""Foundation: commission, composition through time, meetings, register, journal."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create every table."""
    op.create_table(
        "commission",
        sa.Column(
            "kind",
            sa.Enum(
                "cpr",
                "cpl",
                "cpn",
                name="ck_commission_commissionkind",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("region_code", sa.String(length=3), nullable=False),
        sa.Column("region_name", sa.String(length=100), nullable=False),
        sa.Column("installed_on", sa.Date(), nullable=False),
        sa.Column("secretariat_name", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("postcode", sa.String(length=10), nullable=False),
        sa.Column("city", sa.String(length=100), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=False),
        sa.Column("signatory", sa.String(length=200), nullable=False),
        sa.Column("signatory_title", sa.String(length=200), nullable=False),
        sa.Column("logo", sa.LargeBinary(), nullable=True),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commission")),
    )
    op.create_table(
        "journal_entry",
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("who", sa.String(length=100), nullable=False),
        sa.Column("label", sa.String(length=500), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_entry")),
    )
    op.create_table(
        "organisation",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("name", name=op.f("uq_organisation_name")),
    )
    op.create_table(
        "person",
        sa.Column("first_name", sa.String(length=200), nullable=False),
        sa.Column("last_name", sa.String(length=200), nullable=False),
        sa.Column("civility", sa.String(length=20), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("postcode", sa.String(length=10), nullable=False),
        sa.Column("city", sa.String(length=100), nullable=False),
        sa.Column("folded_name", sa.String(length=400), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_index(op.f("ix_person_folded_name"), "person", ["folded_name"], unique=False)
    op.create_table(
        "profession",
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profession")),
        sa.UniqueConstraint("code", name=op.f("uq_profession_code")),
    )
    op.create_table(
        "column_match",
        sa.Column("commission_id", sa.Integer(), nullable=False),
        sa.Column("header", sa.String(length=200), nullable=False),
        sa.Column("field", sa.String(length=60), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["commission_id"], ["commission.id"], name=op.f("fk_column_match_commission_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_column_match")),
        sa.UniqueConstraint("commission_id", "header", name=op.f("uq_column_match_commission_id_header")),
    )
    op.create_table(
        "cpts",
        sa.Column("commission_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("department", sa.String(length=3), nullable=False),
        sa.Column("contact", sa.String(length=300), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=False),
        sa.Column("comment", sa.String(length=4000), nullable=False),
        sa.Column("folded", sa.String(length=1000), nullable=False),
        sa.Column("sort_name", sa.String(length=300), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["commission_id"], ["commission.id"], name=op.f("fk_cpts_commission_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cpts")),
        sa.UniqueConstraint("commission_id", "code", name=op.f("uq_cpts_commission_id_code")),
    )
    op.create_index("ix_cpts_sort_name", "cpts", ["sort_name", "id"], unique=False)
    op.create_table(
        "journal_row",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.String(length=60), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("after", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["journal_entry.id"], name=op.f("fk_journal_row_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_row")),
    )
    op.create_index(op.f("ix_journal_row_entry_id"), "journal_row", ["entry_id"], unique=False)
    op.create_table(
        "meeting",
        sa.Column("commission_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "installation",
                "ordinary",
                "extraordinary",
                "written",
                name="ck_meeting_meetingkind",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "mode",
            sa.Enum(
                "in_person",
                "video",
                "mixed",
                name="ck_meeting_meetingmode",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=True),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["commission_id"], ["commission.id"], name=op.f("fk_meeting_commission_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("commission_id", "year", "number", name=op.f("uq_meeting_commission_id_year_number")),
    )
    op.create_index(op.f("ix_meeting_held_on"), "meeting", ["held_on"], unique=False)
    op.create_table(
        "seat",
        sa.Column("commission_id", sa.Integer(), nullable=False),
        sa.Column(
            "section",
            sa.Enum(
                "social",
                "professional",
                "consultative",
                name="ck_seat_section",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "regime",
            sa.Enum(
                "rg",
                "rg_medical",
                "msa",
                "msa_medical",
                name="ck_seat_regime",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column("profession_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_seat_ends_after_start")),
        sa.ForeignKeyConstraint(["commission_id"], ["commission.id"], name=op.f("fk_seat_commission_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_seat_organisation_id")),
        sa.ForeignKeyConstraint(["profession_id"], ["profession.id"], name=op.f("fk_seat_profession_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat")),
    )
    op.create_index(op.f("ix_seat_commission_id"), "seat", ["commission_id"], unique=False)
    op.create_table(
        "section_president",
        sa.Column("commission_id", sa.Integer(), nullable=False),
        sa.Column(
            "section",
            sa.Enum(
                "social",
                "professional",
                "consultative",
                name="ck_section_president_section",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_section_president_ends_after_start")
        ),
        sa.ForeignKeyConstraint(["commission_id"], ["commission.id"], name=op.f("fk_section_president_commission_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_section_president_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_section_president")),
        sa.UniqueConstraint(
            "commission_id", "section", "valid_from", name=op.f("uq_section_president_commission_id_section_valid_from")
        ),
    )
    op.create_table(
        "agenda_item",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=1000), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("level IN (0, 1)", name=op.f("ck_agenda_item_level_known")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_agenda_item_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item")),
        sa.UniqueConstraint("meeting_id", "position", name=op.f("uq_agenda_item_meeting_id_position")),
    )
    op.create_table(
        "cpts_figure",
        sa.Column("cpts_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.Column("population_source", sa.String(length=200), nullable=False),
        sa.Column("members", sa.Integer(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("members IS NULL OR members >= 0", name=op.f("ck_cpts_figure_members_not_negative")),
        sa.CheckConstraint(
            "population IS NULL OR population >= 0", name=op.f("ck_cpts_figure_population_not_negative")
        ),
        sa.CheckConstraint("size BETWEEN 1 AND 4", name=op.f("ck_cpts_figure_size_known")),
        sa.ForeignKeyConstraint(["cpts_id"], ["cpts.id"], name=op.f("fk_cpts_figure_cpts_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cpts_figure")),
    )
    op.create_index("ix_cpts_figure_cpts_id_day_id", "cpts_figure", ["cpts_id", "day", "id"], unique=False)
    op.create_table(
        "cpts_mission",
        sa.Column("cpts_id", sa.Integer(), nullable=False),
        sa.Column("mission", sa.String(length=30), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["cpts_id"], ["cpts.id"], name=op.f("fk_cpts_mission_cpts_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cpts_mission")),
        sa.UniqueConstraint("cpts_id", "mission", name=op.f("uq_cpts_mission_cpts_id_mission")),
    )
    op.create_table(
        "cpts_payment",
        sa.Column("cpts_id", sa.Integer(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("cents", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["cpts_id"], ["cpts.id"], name=op.f("fk_cpts_payment_cpts_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cpts_payment")),
    )
    op.create_index("ix_cpts_payment_cpts_id_paid_on", "cpts_payment", ["cpts_id", "paid_on"], unique=False)
    op.create_table(
        "cpts_step",
        sa.Column("cpts_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column(
            "step",
            sa.Enum(
                "reflection",
                "letter_deposited",
                "letter_validated",
                "project_sent",
                "project_validated",
                "negotiation",
                "signed",
                "renewed",
                "terminated",
                "abandoned",
                name="ck_cpts_step_step",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["cpts_id"], ["cpts.id"], name=op.f("fk_cpts_step_cpts_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cpts_step")),
    )
    op.create_index("ix_cpts_step_cpts_id_day_id", "cpts_step", ["cpts_id", "day", "id"], unique=False)
    op.create_table(
        "mandate",
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "titular",
                "substitute",
                name="ck_mandate_mandaterole",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_mandate_ends_after_start")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mandate_person_id")),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_mandate_seat_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandate")),
    )
    op.create_index(op.f("ix_mandate_person_id"), "mandate", ["person_id"], unique=False)
    op.create_index("ix_mandate_seat_id_valid_from", "mandate", ["seat_id", "valid_from"], unique=False)
    op.create_table(
        "seat_weight",
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_seat_weight_ends_after_start")),
        sa.CheckConstraint("votes BETWEEN 0 AND 99", name=op.f("ck_seat_weight_votes_in_range")),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_seat_weight_seat_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat_weight")),
    )
    op.create_index("ix_seat_weight_seat_id_valid_from", "seat_weight", ["seat_id", "valid_from"], unique=False)


def downgrade() -> None:
    """Drop every table."""
    op.drop_index("ix_seat_weight_seat_id_valid_from", table_name="seat_weight")
    op.drop_table("seat_weight")
    op.drop_index("ix_mandate_seat_id_valid_from", table_name="mandate")
    op.drop_index(op.f("ix_mandate_person_id"), table_name="mandate")
    op.drop_table("mandate")
    op.drop_index("ix_cpts_step_cpts_id_day_id", table_name="cpts_step")
    op.drop_table("cpts_step")
    op.drop_index("ix_cpts_payment_cpts_id_paid_on", table_name="cpts_payment")
    op.drop_table("cpts_payment")
    op.drop_table("cpts_mission")
    op.drop_index("ix_cpts_figure_cpts_id_day_id", table_name="cpts_figure")
    op.drop_table("cpts_figure")
    op.drop_table("agenda_item")
    op.drop_table("section_president")
    op.drop_index(op.f("ix_seat_commission_id"), table_name="seat")
    op.drop_table("seat")
    op.drop_index(op.f("ix_meeting_held_on"), table_name="meeting")
    op.drop_table("meeting")
    op.drop_index(op.f("ix_journal_row_entry_id"), table_name="journal_row")
    op.drop_table("journal_row")
    op.drop_index("ix_cpts_sort_name", table_name="cpts")
    op.drop_table("cpts")
    op.drop_table("column_match")
    op.drop_table("profession")
    op.drop_index(op.f("ix_person_folded_name"), table_name="person")
    op.drop_table("person")
    op.drop_table("organisation")
    op.drop_table("journal_entry")
    op.drop_table("commission")
