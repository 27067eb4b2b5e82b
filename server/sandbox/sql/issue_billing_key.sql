UPDATE card_registrations SET billing_key = ?2 WHERE auth_key = ?1
