"""The live side of drills: the consoles of trainees and trainers over the world of a drill.

Loaded by the commands of drills alone: a console people work with loads none of it.
"""
