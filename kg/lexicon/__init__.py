"""Word lists as data files, compiled once."""
