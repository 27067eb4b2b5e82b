delivery_library(tests_support_ledger
  SOURCES ${CMAKE_CURRENT_LIST_DIR}/memory_ledger.cpp
  USES delivery_core server_ledger)
# A small city around a real desk on that ledger.
delivery_library(tests_support_desk_city
  SOURCES ${CMAKE_CURRENT_LIST_DIR}/desk_city.cpp
  USES delivery_desk delivery_record tests_support_ledger Qt6::Core)
