#include "apps/kit/notice_list_model.h"

namespace delivery::kit {
namespace {

/// Text order is time order.
bool isNewer(const Representation& a, const Representation& b) {
    return a.text("at") > b.text("at");
}

}  // namespace

NoticeListModel::NoticeListModel(QObject* parent) : ThingListModel(isNewer, parent) {}

void NoticeListModel::add(const Representation& notice) {
    const bool isKnown = rowOf(notice.text("id")).has_value();
    const bool isOld = rowCount() > 0 && isNewer(at(0), notice);
    put(notice);
    while (rowCount() > rowsMax) take(at(rowCount() - 1).text("id"));
    if (!isKnown && !isOld) emit arrived(notice);
}

void NoticeListModel::addAll(const Representation& collection) {
    for (const Representation& notice : collection.embedded()) {
        if (!rowOf(notice.text("id"))) put(notice);
    }
    while (rowCount() > rowsMax) take(at(rowCount() - 1).text("id"));
}

}  // namespace delivery::kit
