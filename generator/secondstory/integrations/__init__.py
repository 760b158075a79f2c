"""Programs of others that a project may choose to use: each behind a door of its own."""
