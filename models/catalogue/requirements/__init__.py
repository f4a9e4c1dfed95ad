"""The platform's business requirements, derived from an edition of the list.

Every matter of the list becomes one requirement with parts: its filing conditions, the steps of
its flow with roles, limits, forms and data fields, the departments it has to reach, the volume to
expect, and what is still missing. Numbers stay with the matter from one edition to the next, and
each can be traced back to the source items it comes from, and from them onwards.
"""
