"""The recording of a drill: what goes into it, and playing it back."""
