foreach(name record_events record_rows)
  delivery_test(tst_${name} SOURCES tst_${name}.cpp
    USES delivery_record nlohmann_json::nlohmann_json rapidcheck LABELS core)
endforeach()
