"""Names may be taken from the change log when their time is over; nothing else may change."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_KEPT = ("id", "run_id", "dossier", "field")
_FORGETS = " AND ".join(
    [
        *(f"NEW.{name} = OLD.{name}" for name in _KEPT),
        "NEW.old IS NULL AND NEW.new IS NULL",
        "(OLD.field = 'applicant' OR substr(OLD.field, 1, 7) = 'extra: ')",
    ]
)


def upgrade() -> None:
    """Go to this version."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER change_log_no_update")
        op.execute(
            "CREATE TRIGGER change_log_no_update BEFORE UPDATE ON change_log "
            f"WHEN NOT ({_FORGETS}) "
            "BEGIN SELECT RAISE(ABORT, 'the change log is append-only'); END"
        )
        return
    op.execute("DROP TRIGGER change_log_append_only ON change_log")
    for action, condition in (("UPDATE", f"WHEN (NOT ({_FORGETS})) "), ("DELETE", "")):
        op.execute(
            f"CREATE TRIGGER change_log_no_{action.lower()} BEFORE {action} ON change_log "
            f"FOR EACH ROW {condition}EXECUTE FUNCTION refuse_rewrite()"
        )


def downgrade() -> None:
    """Go back to the version before."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER change_log_no_update")
        op.execute(
            "CREATE TRIGGER change_log_no_update BEFORE UPDATE ON change_log "
            "BEGIN SELECT RAISE(ABORT, 'the change log is append-only'); END"
        )
        return
    for action in ("update", "delete"):
        op.execute(f"DROP TRIGGER change_log_no_{action} ON change_log")
    op.execute(
        "CREATE TRIGGER change_log_append_only BEFORE UPDATE OR DELETE ON change_log "
        "FOR EACH ROW EXECUTE FUNCTION refuse_rewrite()"
    )
