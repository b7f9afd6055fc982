"""Ten policies that every engine judges alike."""
