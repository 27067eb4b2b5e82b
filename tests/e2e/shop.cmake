delivery_test(tst_e2e_shop SOURCES tst_e2e_shop.cpp
  USES tests_support_city nlohmann_json::nlohmann_json Qt6::Network TIMEOUT 300)
add_dependencies(tst_e2e_shop deliveryd delivery-sandbox)
delivery_test(tst_e2e_resources SOURCES tst_e2e_resources.cpp
  USES tests_support_city nlohmann_json::nlohmann_json Qt6::Network TIMEOUT 300)
add_dependencies(tst_e2e_resources deliveryd delivery-sandbox)
