INSERT INTO registered_cards (auth_key, masked, issuer_code) VALUES (?1, ?2, ?3)
