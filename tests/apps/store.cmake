# The store's app: what the board knows, what the shop types, tickets on paper, and the window driven as a person drives it,
# against the real server.
delivery_test(tst_store_board SOURCES tst_store_board.cpp USES apps_store)
delivery_test(tst_store_shop SOURCES tst_store_shop.cpp USES apps_store)
delivery_test(tst_store_ticket SOURCES tst_store_ticket.cpp USES apps_store)
delivery_test(tst_store_window SOURCES tst_store_window.cpp
  USES apps_store tests_support_city nlohmann_json::nlohmann_json TIMEOUT 300)
add_dependencies(tst_store_window deliveryd delivery-sandbox)
delivery_test(tst_store_evening SOURCES tst_store_evening.cpp
  USES apps_store tests_support_city tests_support_proxy nlohmann_json::nlohmann_json TIMEOUT 300)
add_dependencies(tst_store_evening deliveryd delivery-sandbox)
