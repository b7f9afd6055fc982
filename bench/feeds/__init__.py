"""A list about a whole city, from the file to what the city knows."""
