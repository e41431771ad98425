"""One file per kind of table that can be imported and exported."""
