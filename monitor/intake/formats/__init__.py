"""Kinds of files: told by their bytes, guarded before they are unpacked, read to sheets."""
