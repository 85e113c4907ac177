"""The outside world: files, the memo, workers, the build lock, the full-text index."""
