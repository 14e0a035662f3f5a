"""All tables of the database, wherever their models stand."""

from monitor.store.account_models import Person
from monitor.store.figure_models import KeptFigure
from monitor.store.mail_models import Mail

METADATA = Person.metadata
assert Mail.metadata is METADATA  # noqa: S101 - one for all models
assert KeptFigure.metadata is METADATA  # noqa: S101
