SELECT version, tail FROM state WHERE kind = ?1 AND id = ?2
