"""Writing issues: what a new one is called and what it starts with; pure."""
