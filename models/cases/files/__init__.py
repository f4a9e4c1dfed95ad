"""What belongs to a case as files: photos, letters, recordings.

The content lies in the store beside the database (:mod:`models.kernel.filestore`), by its
SHA-256; the database says which case it belongs to, what it is called, and who brought it. The
ledger names the SHA-256, so nobody can put another content in its place unseen. What was
attached is never deleted: withdrawing only takes it out of sight.
"""
