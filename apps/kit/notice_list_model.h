#pragma once
/// What the user was told, newest first: read once, then added to as it happens.

#include "apps/kit/thing_list_model.h"

namespace delivery::kit {

/// Lives on the thread of its creator.
class NoticeListModel : public ThingListModel {
    Q_OBJECT

  public:
    /// At most so many are kept; older ones are asked for where somebody scrolls to them.
    static constexpr int rowsMax = 200;
    explicit NoticeListModel(QObject* parent = nullptr);

    /// One more; the same one twice is one.
    void add(const Representation& notice);
    /// The first page of /notificationLogs, without losing what came meanwhile.
    void addAll(const Representation& collection);

  signals:
    /// Not known before, and no older than what is: worth a toast.
    void arrived(const delivery::kit::Representation& notice);
};

}  // namespace delivery::kit
