"""What judging costs: our sweep beside other engines, in one run."""
