"""The daemon: what is due, once, by the ledger; and what it says when something is not."""
