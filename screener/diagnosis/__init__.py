"""Use case: looks at the machine, the settings, the workspace, the store and the caches; writes nothing."""
