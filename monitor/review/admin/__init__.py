"""What stands behind the pages under /admin: their sections, their words, their files."""
