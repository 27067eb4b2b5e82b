SELECT transaction_key, amount, refundable, reason, canceled_at FROM cancels WHERE payment_key = ?1 ORDER BY rowid
