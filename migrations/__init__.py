"""The history of the database's shape, and the tool that walks along it.

``head`` says which revision this program needs (without loading alembic), ``check`` compares
an open database with it, ``runner`` moves a database from one revision to another. The
revisions themselves are in ``versions/``, numbered 0001, 0002 and so on.
"""
