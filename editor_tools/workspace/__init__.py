"""The edge: which files are meant, what they hold, what lies beside them, and judging them all."""
