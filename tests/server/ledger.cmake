set(here ${CMAKE_CURRENT_LIST_DIR})
delivery_library(tests_ledger_rows SOURCES ${here}/ledger_rows.cpp USES delivery_core)
delivery_test(tst_ledger_contract SOURCES ${here}/tst_ledger_contract.cpp
  USES tests_ledger_rows tests_support_ledger server_ledger LABELS server)
delivery_test(tst_ledger_agree SOURCES ${here}/tst_ledger_agree.cpp
  USES tests_ledger_rows tests_support_ledger server_ledger LABELS server)
delivery_test(tst_ledger_memory SOURCES ${here}/tst_ledger_memory.cpp
  USES tests_ledger_rows tests_support_ledger LABELS server)
delivery_test(tst_ledger_sqlite SOURCES ${here}/tst_ledger_sqlite.cpp
  USES tests_ledger_rows server_ledger LABELS server)
delivery_test(tst_ledger_full SOURCES ${here}/tst_ledger_full.cpp
  USES tests_ledger_rows server_ledger LABELS server)
delivery_test(tst_ledger_damage SOURCES ${here}/tst_ledger_damage.cpp ${here}/failing_disk.cpp
  USES tests_ledger_rows server_ledger PkgConfig::sqlite3 LABELS server)
delivery_test(tst_ledger_schema SOURCES ${here}/tst_ledger_schema.cpp
  USES server_ledger PkgConfig::sqlite3 LABELS server)
delivery_test(tst_ledger_throughput SOURCES ${here}/tst_ledger_throughput.cpp
  USES tests_ledger_rows tests_support_ledger server_ledger LABELS server)
delivery_test(tst_ledger_disk SOURCES ${here}/tst_ledger_disk.cpp ${here}/failing_disk.cpp
  USES tests_ledger_rows server_ledger PkgConfig::sqlite3 LABELS server)
