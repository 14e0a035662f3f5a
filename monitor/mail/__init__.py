"""E-mail: the outbox, the message, and the way to the mail server."""
