"""The papers of the rounds of review: sheets to departments, sheets back, minutes.

Sheets are in Chinese whatever the console speaks. Every row carries a hidden identity, so that
a sheet that was sorted, filtered, shortened or copied into another file comes back right.
"""
