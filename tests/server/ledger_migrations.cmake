delivery_test(tst_ledger_migrations SOURCES tst_ledger_migrations.cpp
  USES server_ledger delivery_desk delivery_record PkgConfig::sqlite3 LABELS server)
