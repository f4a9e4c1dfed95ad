"""Parts of screens. They know views and words, never a service."""
