"""How exports name columns and word codes, as data files."""
