delivery_test(tst_desk_properties SOURCES tst_desk_properties.cpp
  USES delivery_desk tests_support_ledger rapidcheck TIMEOUT 300)
