delivery_test(tst_e2e_secrets SOURCES tst_e2e_secrets.cpp
  USES tests_support_city nlohmann_json::nlohmann_json Qt6::Network TIMEOUT 300)
add_dependencies(tst_e2e_secrets deliveryd delivery-sandbox)
