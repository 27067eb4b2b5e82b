SELECT payment_key, order_id, order_name, billing_key, customer_key, total, balance, approve_no, last_transaction_key,
       approved_at
FROM payments WHERE order_id = ?1
