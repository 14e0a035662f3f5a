"""All tables of the database, wherever their models stand."""

from monitor.store.account_models import Person

METADATA = Person.metadata  # the one of `monitor.store.models` too
