# The customer's window, driven as a person drives it, against the real server, broker and sandbox.
delivery_test(tst_customer_window SOURCES tst_customer_window.cpp
  USES apps_customer tests_support_city nlohmann_json::nlohmann_json TIMEOUT 300)
add_dependencies(tst_customer_window deliveryd delivery-sandbox)
delivery_test(tst_customer_cart SOURCES tst_customer_cart.cpp USES apps_customer)
