UPDATE payments SET balance = ?2, last_transaction_key = ?3 WHERE payment_key = ?1
