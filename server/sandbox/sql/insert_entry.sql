INSERT INTO entries (order_id, payment_key, idempotency_key, kind, amount, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
