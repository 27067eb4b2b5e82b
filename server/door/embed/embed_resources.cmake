# Writes resources into a source file: cmake -DRESOURCES=… -DOUT=… -P embed_resources.cmake
file(READ ${RESOURCES}/openapi.json openapi)
file(WRITE ${OUT} "#include \"server/door/resources.h\"

namespace delivery::door {

std::string_view openApiDocument() { return R\"resource(${openapi})resource\"; }

}  // namespace delivery::door
")
