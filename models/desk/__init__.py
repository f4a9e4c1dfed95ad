"""What a signed-in person left on the desk.

Drafts of forms, kept while they are typed and offered again at the next sign-in from any
terminal, and small preferences such as the language or the queue last looked at. Nothing
here is evidence: it is the one room whose changes do not go to the ledger.
"""
