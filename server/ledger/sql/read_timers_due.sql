SELECT kind, id, timer, due, waits_for, seal FROM timer
WHERE waits_for = ?1 AND due <= ?2 ORDER BY due, kind, id, timer LIMIT ?3
