delivery_test(tst_e2e_healing SOURCES tst_e2e_healing.cpp
  USES apps_kit tests_support_city tests_support_proxy nlohmann_json::nlohmann_json Qt6::Network TIMEOUT 300)
add_dependencies(tst_e2e_healing deliveryd delivery-sandbox)
