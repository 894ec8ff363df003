"""Letters and mail: every one is a row first, and leaves by the worker.

An app registers its kinds (`kinds.register`) in AppConfig.ready and writes with `workflow.draft` or `workflow.post`.
The row is the truth: the broker only wakes the sender, and a sweep each minute finds what nobody told it of.
"""
