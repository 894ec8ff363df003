"""The pages of documents: the library for everybody, the papers of the intranet, and the addresses that stay."""
