SELECT order_id, payment_key, idempotency_key, kind, amount, at FROM entries ORDER BY number
