"""Letters and mail: every one is a row first, and leaves by the worker."""
