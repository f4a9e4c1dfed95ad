"""Questions and answers on top of a screen; each returns a value and does nothing else."""
