SELECT customer_key FROM card_registrations WHERE billing_key = ?1
