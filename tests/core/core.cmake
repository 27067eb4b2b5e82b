delivery_test(tst_core_cells SOURCES tst_core_cells.cpp USES delivery_core rapidcheck LABELS core)
