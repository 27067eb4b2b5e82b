delivery_test(tst_ledger_plans SOURCES tst_ledger_plans.cpp
  USES tests_ledger_rows server_ledger PkgConfig::sqlite3 LABELS server)
delivery_test(tst_door_growth SOURCES tst_door_growth.cpp
  USES tests_support_door server_ledger PkgConfig::sqlite3 LABELS server)
delivery_test(tst_ledger_split SOURCES tst_ledger_split.cpp
  USES tests_support_ledger server_ledger delivery_desk LABELS server)
