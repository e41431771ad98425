"""One file per family of tables: frozen records and the SQL that only they need."""
