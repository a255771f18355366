"""English sentences as far as a table of words reads them: noun phrases, verbs, and what does not agree."""
