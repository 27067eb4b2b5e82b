DELETE FROM signatures WHERE at <= ?1
