"""The weekly e-mail to leaders: what is wrong, who must act, and what could not be judged."""
