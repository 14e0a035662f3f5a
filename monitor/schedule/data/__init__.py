"""What the daemon says, as data."""
