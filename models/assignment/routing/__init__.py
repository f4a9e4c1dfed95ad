"""To whom a filed case goes, by rules the office keeps in order: the first that fits decides.

Rules are kept in editions. One is prepared as a draft, looked over (what hides what, what is never reached),
tried on what happened, and put in force; an edition in force is never changed, and every case the program
dispatches keeps the number of the rule and of its edition. Rules name things by their codes, so that they
read and travel as tables; what a code means is looked up when a case comes.
"""
