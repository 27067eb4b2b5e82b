SELECT kind, key, owner, body, seal FROM side WHERE kind = ?1 ORDER BY key LIMIT ?2 OFFSET ?3
