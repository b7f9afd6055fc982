"""Policies as data: one language, judged for one person and for a whole city alike."""
