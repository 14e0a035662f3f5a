"""From an export to canonical dossiers, and to the rows that could not be read."""
