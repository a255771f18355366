"""What several commands share: their options, the session they open, and the console."""
