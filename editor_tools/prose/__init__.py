"""Proofreading by other programs: asked at the edge, their answers are plain values."""
