"""The command line: options in, one use case, one rendering, an exit code."""
