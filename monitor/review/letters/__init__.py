"""What the pages of the apology letters are made of."""
