SELECT version, tail, body, seal FROM state WHERE kind = ?1 AND id = ?2
