"""The demonstration: an invented assembly, one-click sign-in and a mailbox. Installed by its own settings alone."""
