"""What stands in each archive about its own restoring."""
