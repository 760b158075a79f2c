"""Second Story: a folder of postmortems becomes a learning portal."""

__version__ = "0.1.0"
