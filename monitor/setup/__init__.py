"""Setting an office up: the questions of `tthc init`."""
