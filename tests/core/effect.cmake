delivery_test(tst_effect_payment_protocol SOURCES tst_effect_payment_protocol.cpp USES delivery_effect)
foreach(part breaker waiting)
  delivery_test(tst_effect_${part} SOURCES tst_effect_${part}.cpp USES delivery_effect rapidcheck)
endforeach()
