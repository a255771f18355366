"""Reports: one module per format, each from the outcomes of a run to text; pure."""
