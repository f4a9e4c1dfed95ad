"""The rounds in which departments review the list before it is published (三上三下).

A round sends every department the entries that name it, in the wording of that moment, and takes
its opinions back per entry. Each opinion other than agreement is settled: taken up into the list as
a step that can be undone, rejected with a reason, withdrawn by the department, or carried to the
next round. Nothing here publishes; publishing says what is still open.
"""
