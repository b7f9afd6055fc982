"""Home visits planned by us and by others in the same time."""
