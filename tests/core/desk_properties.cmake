delivery_test(tst_desk_properties SOURCES tst_desk_properties.cpp
  USES delivery_desk tests_support_desk_city rapidcheck TIMEOUT 300)
