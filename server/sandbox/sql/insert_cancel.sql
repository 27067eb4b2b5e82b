INSERT INTO cancels (transaction_key, payment_key, amount, refundable, reason, canceled_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
