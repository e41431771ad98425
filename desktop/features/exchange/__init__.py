"""Office tables in and out: reading, previewing, importing as one step, exporting."""
