INSERT INTO payments (payment_key, order_id, order_name, billing_key, customer_key, total, balance, approve_no,
                      last_transaction_key, approved_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7, ?8, ?9)
