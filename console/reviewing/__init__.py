"""Drills looked back on: where they lie, what of them is shown, and the tasks that come out of them."""
