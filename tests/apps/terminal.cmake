delivery_test(tst_terminal_words SOURCES tst_terminal_words.cpp USES apps_terminal LABELS apps)
delivery_test(tst_terminal_delivery SOURCES tst_terminal_delivery.cpp USES apps_kit fake_server LABELS apps)
add_dependencies(tst_terminal_delivery delivery)
delivery_test(tst_terminal_kill SOURCES tst_terminal_kill.cpp
  USES apps_kit fake_server tests_support_city nlohmann_json::nlohmann_json LABELS apps TIMEOUT 300)
add_dependencies(tst_terminal_kill delivery dying_calls deliveryd delivery-sandbox)
