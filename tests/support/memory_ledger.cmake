delivery_library(tests_support_ledger
  SOURCES ${CMAKE_CURRENT_LIST_DIR}/memory_ledger.cpp
  USES delivery_core server_ledger)
