"""Ledgers: entries that are only added to, each sealed with the hash of the one before. docs/adr/0006-ledgers.md.

An app makes a concrete `Entry` with its own accounts, seals its table in the migration (`SealEntries`, `AppendOnly`)
and registers it (`ledgers.register`) in AppConfig.ready. Everything is posted with `posting.post`, and read with
`balances`.
"""
