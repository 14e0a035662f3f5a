"""The review pages: what officers see and decide in a browser."""
