"""One month of 免申办 for a whole city, step by step."""
