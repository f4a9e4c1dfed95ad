"""The ground and the office: divisions, grids, units, posts and the people of the office.

A division code has twelve digits: six for the county (GB/T 2260), three for the township,
three for the village. Codes are revoked and come back, so every division carries the dates
it was valid. Every grid belongs to a village; grids form a tree.
"""
