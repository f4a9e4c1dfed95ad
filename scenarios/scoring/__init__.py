"""From what was recorded to marks: per expectation, objective, role and group, and the grade of it all.

Pure: the same recording gives the same marks, whenever somebody asks. Points are weight times share;
what hangs on something that never happened is void and counts for nothing (docs/scenarios.md,
Expectations and marks).
"""
