foreach(name page_orders page_counts page_sales page_replay)
  delivery_test(tst_${name} SOURCES tst_${name}.cpp
    USES delivery_page delivery_record rapidcheck LABELS core)
endforeach()
