"""What an office sets out to do better after a drill: corrective tasks, each with an owner and a due date.

Nothing else of a drill is kept in the database people work in, and this only by an explicit act.
"""
