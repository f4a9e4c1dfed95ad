"""The right person for a case: who is here, who stands in for whom, and what each can take on.

Each sub-room is one subject; they stand on cases and the organisation, and nothing below knows them.
"""
