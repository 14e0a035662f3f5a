"""The JSON interface: what the pages show, for programs, with the same rights."""
