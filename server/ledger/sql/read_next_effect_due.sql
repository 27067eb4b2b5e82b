SELECT min(due) FROM effect
