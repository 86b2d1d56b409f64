"""All that somebody holds is handed over, for good or until a day."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

NOUNS = "'import', 'export'"


def upgrade() -> None:
    for column in (
        sa.Column("to_id", sa.BigInteger(), comment="who gets all of a handover; null: shared out by rank"),
        sa.Column("back_on", sa.Date(), comment="when a handover comes back; null: it is for good"),
        sa.Column("finished_at", sa.DateTime(timezone=True), comment="when a handover was through; null: under way"),
        sa.Column("returned_at", sa.DateTime(timezone=True), comment="when it came back, or was taken back"),
    ):
        op.add_column("assignments", column)
    op.create_foreign_key(
        op.f("fk_assignments_workspace_id_to_id"),
        "assignments",
        "members",
        ["workspace_id", "to_id"],
        ["workspace_id", "id"],
    )
    op.create_index(
        "ix_assignments_back",
        "assignments",
        ["workspace_id", "back_on"],
        postgresql_where=sa.text("back_on is not null and returned_at is null"),
    )
    op.create_index(
        "uq_assignments_under_way",
        "assignments",
        ["workspace_id", "from_id"],
        unique=True,
        postgresql_where=sa.text("kind = 'handover' and finished_at is null"),
    )
    op.drop_constraint(op.f("ck_errands_noun"), "errands")
    op.create_check_constraint(op.f("ck_errands_noun"), "errands", f"noun in ({NOUNS}, 'handover')")


def downgrade() -> None:
    op.execute("delete from errands where noun = 'handover'")
    op.drop_constraint(op.f("ck_errands_noun"), "errands")
    op.create_check_constraint(op.f("ck_errands_noun"), "errands", f"noun in ({NOUNS})")
    op.drop_index("uq_assignments_under_way", "assignments")
    op.drop_index("ix_assignments_back", "assignments")
    op.drop_constraint(op.f("fk_assignments_workspace_id_to_id"), "assignments")
    for column in ("returned_at", "finished_at", "back_on", "to_id"):
        op.drop_column("assignments", column)
