# Writes the gazetteer's table into a source file: cmake -DTABLE=… -DOUT=… -P embed_table.cmake
file(READ ${TABLE} table)
file(WRITE ${OUT} "#include \"place/gazetteer.h\"

namespace delivery::place {

std::string_view gazetteerTable() { return R\"resource(${table})resource\"; }

}  // namespace delivery::place
")
