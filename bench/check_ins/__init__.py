"""Check-ins through the whole stack beside the bare floor; see README.md."""
