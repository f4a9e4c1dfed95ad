"""Logs of other systems: one entry a row, thousands of cases, in tables or in XES (IEEE 1849).

A log is read as a stream and put in order in a file of its own, so that memory does not grow with
it; then it is carried out case by case. How a case stands afterwards is the business of
:mod:`models.cases.former`.
"""
