"""Files of any kind thrown at everything that reads files, and a maker of hostile ones."""
