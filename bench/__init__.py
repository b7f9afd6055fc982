"""Measurements that can be repeated: each folder runs with ``python -m bench.<name>``."""
