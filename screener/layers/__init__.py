"""Use case: every setting with its value and the layer it comes from: option, environment, thesis, file, default."""
