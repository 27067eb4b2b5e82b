SELECT kind, key, owner, body, seal FROM side WHERE kind = ?1 AND key = ?2
