SELECT kind, key, owner, body, seal FROM side WHERE kind = ?1 AND owner = ?2 ORDER BY key
