"""Working time: which days are worked, and how many lie between two dates."""
