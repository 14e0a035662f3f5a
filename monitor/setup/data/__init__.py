"""The questions of `tthc init`."""
