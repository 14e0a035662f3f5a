"""All tables of the database, wherever their models stand."""

from monitor.store.account_models import Person
from monitor.store.audit_models import AuditCheck
from monitor.store.figure_models import KeptFigure
from monitor.store.guard_models import LiftedGuard
from monitor.store.mail_models import Mail
from monitor.store.schedule_models import JobRun

METADATA = Person.metadata
for _table in (AuditCheck, KeptFigure, LiftedGuard, Mail, JobRun):
    assert _table.metadata is METADATA  # noqa: S101 - one for all models
