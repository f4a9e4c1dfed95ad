"""Tables of injects as trainers have them (MSEL), to and from the timeline of a scenario."""
