"""The nightly list of doors to knock at, for a whole city."""
