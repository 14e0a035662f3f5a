"""Backups of an office: its database and its files, in one archive that ordinary tools unpack."""
