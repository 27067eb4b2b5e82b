foreach(part words patience)
  delivery_test(tst_notice_${part} SOURCES tst_notice_${part}.cpp USES delivery_notice)
endforeach()
delivery_test(tst_desk_telling SOURCES tst_desk_telling.cpp USES delivery_desk tests_support_desk_city)
