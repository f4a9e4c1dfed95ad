"""What every other room stands on.

Column types, the clock, the store with its two kinds of transaction, keyset paging,
text cleaning, and the errors that carry a sentence for a clerk. The kernel knows no
word of a township's work.
"""
