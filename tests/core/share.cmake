delivery_test(tst_share_ask SOURCES tst_share_ask.cpp USES delivery_share LABELS core)
delivery_test(tst_share_view SOURCES tst_share_view.cpp USES delivery_share LABELS core)
delivery_test(tst_share_topics SOURCES tst_share_topics.cpp USES delivery_share delivery_wire LABELS core)
delivery_test(tst_share_names SOURCES tst_share_names.cpp USES delivery_share LABELS core)
