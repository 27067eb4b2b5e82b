SELECT min(due) FROM effect WHERE kind <> 'message'
