SELECT status, body FROM replies WHERE idempotency_key = ?1 AND method = ?2 AND url = ?3
