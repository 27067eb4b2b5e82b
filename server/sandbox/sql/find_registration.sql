SELECT customer_key, declines FROM card_registrations WHERE auth_key = ?1 AND billing_key IS NULL
