"""Who uses the review pages: accounts, roles, passwords, sessions."""
