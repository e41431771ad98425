"""实地考察: drawing points, splitting them into teams and routes."""
