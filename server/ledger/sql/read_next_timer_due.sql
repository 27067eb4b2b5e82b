SELECT min(due) FROM timer WHERE waits_for = ?1
