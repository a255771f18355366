"""LanguageTool: where it lies, its servers, asking them, and what they said before."""
