delivery_test(tst_core_refusal SOURCES tst_core_refusal.cpp USES delivery_core LABELS core)
