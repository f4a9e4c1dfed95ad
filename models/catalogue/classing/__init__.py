"""Classification rules: what the office sets by rule while a list is prepared.

The rules stand in an order. Each says when it applies (words, departments, source kinds, legal
basis, class, duty list) and what it sets (class, main item, duty list, kind, level able to
settle, urgency, severity, department). For each field the first rule that applies decides, and
what a person set by hand stands. Before a changed rule is saved one sees which entries it moves;
carrying the rules out is one step of the list that can be undone.
"""
