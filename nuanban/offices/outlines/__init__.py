"""Outlines of divisions: read from a file, matched, mended, made light."""
