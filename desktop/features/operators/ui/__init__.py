"""The window of operators: signing in, the lock screen, the list."""
