"""The window, and the place where everything is put together."""
