"""Which source items may mean the same matter: suggestions for the merge workbench.

Pure functions without tables: items in, clusters with reasons out. Nothing is merged here;
a person decides. How names are taken apart is told in ``forms``, how two are judged in
``judging``, how few pairs are looked at in ``candidates``, how pairs become clusters in
``grouping``. What precision and recall that gives is measured in tests/catalogue and told
in docs/clustering.md.
"""
