"""What was changed, and what was read: by whom, when and why."""
