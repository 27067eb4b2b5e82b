INSERT INTO card_registrations (auth_key, customer_key, declines, at) VALUES (?1, ?2, ?3, ?4)
