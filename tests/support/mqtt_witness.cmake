delivery_library(tests_support_mqtt SOURCES ${CMAKE_CURRENT_LIST_DIR}/mqtt_witness.cpp
  USES Qt6::Core Qt6::Network)
