delivery_test(tst_outside_vault SOURCES tst_outside_vault.cpp USES server_outside LABELS server)
delivery_test(tst_outside_payment_client SOURCES tst_outside_payment_client.cpp
  USES server_outside Qt6::Network LABELS server)
