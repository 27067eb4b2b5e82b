INSERT INTO replies (idempotency_key, method, url, status, body, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
