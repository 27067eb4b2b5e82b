SELECT fingerprint, body, final, at, seal FROM reply WHERE actor = ?1 AND command = ?2
