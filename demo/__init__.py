"""A folder to try rooms in; not part of the installed package."""
