delivery_test(tst_door_fingerprint SOURCES tst_door_fingerprint.cpp USES tests_support_door PkgConfig::sodium
  LABELS server)
