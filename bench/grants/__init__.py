"""A release run under kills: everybody entitled gets it once."""
