SELECT kind, id, timer, due, waits_for, seal FROM timer WHERE kind = ?1 AND id = ?2 AND timer = ?3
