# The desk's thread under load, time and a failing disk. These are also run under TSan.
foreach(part IN ITEMS commands clock disk quarantine)
  delivery_test(tst_shift_${part} SOURCES tst_shift_${part}.cpp
    USES server_shift delivery_desk delivery_record tests_support_desk_city LABELS threads)
endforeach()
