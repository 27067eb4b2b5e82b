#include "apps/kit/pending_commands.h"

#include <algorithm>

namespace delivery::kit {

CommandSubject subjectOf(const Request& request) {
    const QStringList parts = request.path.section(u'?', 0, 0).split(u'/', Qt::SkipEmptyParts);
    CommandSubject subject;
    static const QStringList ofOrders{"orders",      "payments",   "pays",          "foodCookings",
                                      "storeOrders", "deliveries", "deliveryLists", "reviews"};
    const bool isAboutOrder = !parts.isEmpty() && ofOrders.contains(parts.front());
    if (isAboutOrder && parts.size() > 1) subject.order = parts[1].toLongLong();
    if (parts.size() > 2) {
        subject.verb = parts.back();
    } else if (request.method == "POST" && isAboutOrder) {
        subject.verb = QStringLiteral("place");
    } else if (isAboutOrder) {
        subject.verb = QStringLiteral("cancel");
    } else {
        subject.verb = request.method.toLower();
    }
    return subject;
}

PendingCommands::PendingCommands(QObject* parent) : QAbstractListModel(parent) {}

void PendingCommands::follow(const CommandSender& sender) {
    connect(&sender, &CommandSender::decided, this,
            [this](const QString& id, const Answer&) { ended(id); });
    connect(&sender, &CommandSender::waiting, this,
            [this](const QString& id, int triesDone, qint64) {
                const int row = rowOf(id);
                if (row < 0) return;
                m_rows[static_cast<std::size_t>(row)].tries = triesDone;
                touch(row);
            });
    connect(&sender, &CommandSender::givenUp, this,
            [this](const QString& id, const Answer&, const QString&, bool) {
                const int row = rowOf(id);
                if (row < 0) return;
                m_rows[static_cast<std::size_t>(row)].isGivenUp = true;
                touch(row);
            });
}

void PendingCommands::show(const std::vector<StoredCommand>& unanswered) {
    for (const StoredCommand& command : unanswered) {
        if (rowOf(command.id) >= 0) continue;
        began(command);
        const int row = rowOf(command.id);
        m_rows[static_cast<std::size_t>(row)].isGivenUp = true;
        touch(row);
    }
}

void PendingCommands::began(const StoredCommand& command) {
    const int known = rowOf(command.id);
    if (known >= 0) {
        Row& row = m_rows[static_cast<std::size_t>(known)];
        row.isGivenUp = false;
        row.tries = 0;
        return touch(known);
    }
    const int at = rowCount();
    const CommandSubject subject = subjectOf(command.request);
    beginInsertRows({}, at, at);
    m_rows.push_back({command, subject, 0, false});
    endInsertRows();
    emit changedFor(subject.order);
}

void PendingCommands::ended(const QString& id) {
    const int row = rowOf(id);
    if (row < 0) return;
    const std::int64_t order = m_rows[static_cast<std::size_t>(row)].subject.order;
    beginRemoveRows({}, row, row);
    m_rows.erase(m_rows.begin() + row);
    endRemoveRows();
    emit changedFor(order);
}

int PendingCommands::rowOf(const QString& id) const {
    const auto found = std::find_if(m_rows.begin(), m_rows.end(),
                                    [&](const Row& row) { return row.command.id == id; });
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

void PendingCommands::touch(int row) {
    emit dataChanged(index(row), index(row));
    emit changedFor(m_rows[static_cast<std::size_t>(row)].subject.order);
}

QStringList PendingCommands::verbsFor(std::int64_t order) const {
    QStringList verbs;
    for (const Row& row : m_rows) {
        if (order != 0 && row.subject.order == order && !row.isGivenUp) verbs << row.subject.verb;
    }
    return verbs;
}

std::vector<PendingCommands::Unanswered> PendingCommands::unansweredFor(std::int64_t order) const {
    std::vector<Unanswered> found;
    for (const Row& row : m_rows) {
        if (order == 0 || row.subject.order != order) continue;
        found.push_back(
            {row.subject.verb,
             QDateTime::fromMSecsSinceEpoch(row.command.storedAt.utcMilliseconds, Qt::UTC),
             row.isGivenUp});
    }
    return found;
}

int PendingCommands::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant PendingCommands::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
        case CommandIdRole:
            return row.command.id;
        case OrderRole:
            return QVariant::fromValue<qlonglong>(row.subject.order);
        case VerbRole:
        case Qt::DisplayRole:
            return row.subject.verb;
        case SinceRole:
            return QDateTime::fromMSecsSinceEpoch(row.command.storedAt.utcMilliseconds, Qt::UTC);
        case TriesRole:
            return row.tries;
        case IsGivenUpRole:
            return row.isGivenUp;
        case RequestPathRole:
            return row.command.request.path;
        default:
            return {};
    }
}

QHash<int, QByteArray> PendingCommands::roleNames() const {
    return {{CommandIdRole, "commandId"}, {OrderRole, "order"}, {VerbRole, "verb"},
            {SinceRole, "since"},         {TriesRole, "tries"}, {IsGivenUpRole, "isGivenUp"},
            {RequestPathRole, "path"}};
}

}  // namespace delivery::kit
