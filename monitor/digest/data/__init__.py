"""The wordings of the digest."""
