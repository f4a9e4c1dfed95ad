"""The demo township: a fictional place with three months of work behind it.

The place lies in a province numbered 99, which GB/T 2260 gives to no real one; its people,
streets and telephone numbers are invented, and the numbers are of a range nobody can call.
Tables and cases go in through the public imports, the last day through the live services,
and chance comes from one seed: two builds with one seed and one ``now`` are the same, byte
for byte.
"""
