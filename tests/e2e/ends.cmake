delivery_test(tst_e2e_ends SOURCES tst_e2e_ends.cpp
  USES tests_support_city nlohmann_json::nlohmann_json Qt6::Network TIMEOUT 300)
delivery_test(tst_e2e_rebuild SOURCES tst_e2e_rebuild.cpp
  USES tests_support_city nlohmann_json::nlohmann_json Qt6::Network PkgConfig::sqlite3 TIMEOUT 300)
foreach(part IN ITEMS ends rebuild)
  add_dependencies(tst_e2e_${part} deliveryd delivery-sandbox)
endforeach()
