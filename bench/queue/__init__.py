"""Hall days on paper: what the queue's rules do to waiting times."""
