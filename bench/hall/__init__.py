"""Start times, call-to-board delay, weight and time of the busiest pages; see bench/README.md."""
