"""Programs and protocols of others that a project may choose: each behind a door of its own."""
