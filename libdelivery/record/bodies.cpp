#include "record/read.h"
#include "record/record.h"
#include "record/shapes_page.h"

namespace delivery::record {

std::string encode(const page::Body& body) { return writeRow(body); }
Expected<page::Body> decodeBody(const std::string& body) {
    return readRow<page::Body>("a row of a page", body);
}

}  // namespace delivery::record
