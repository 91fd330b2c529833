"""One suite of tests per port, run against every implementation."""
