delivery_test(tst_e2e_network SOURCES tst_e2e_network.cpp
  USES tests_support_city tests_support_proxy nlohmann_json::nlohmann_json Qt6::Network TIMEOUT 900)
add_dependencies(tst_e2e_network deliveryd delivery-sandbox)
# A shorter run of what `delivery-bench breaker` measures.
delivery_test(tst_e2e_breaker SOURCES tst_e2e_breaker.cpp USES nlohmann_json::nlohmann_json TIMEOUT 600 SERIAL)
add_dependencies(tst_e2e_breaker delivery-bench deliveryd delivery-sandbox)
