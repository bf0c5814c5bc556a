"""The book's own Sphinx extensions and build helpers, one idea a module."""
