"""State -> the words, charts and lists of the state of learning, for pages, Markdown and JSON."""
