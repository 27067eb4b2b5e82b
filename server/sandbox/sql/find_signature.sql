SELECT at FROM signatures WHERE signature = ?1 AND at > ?2
