"""The command line: `tthc`."""

from monitor.cli.app import main

__all__ = ["main"]
