# The look: Widgets without a display.
delivery_test(tst_look_parts SOURCES tst_look_parts.cpp USES apps_look)
delivery_test(tst_look_windows SOURCES tst_look_windows.cpp USES apps_look)
