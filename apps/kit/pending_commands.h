#pragma once
/// What is being sent and not answered yet: shown beside the truth, never written into it.

#include <QAbstractListModel>
#include <QDateTime>
#include <QString>
#include <QStringList>
#include <vector>

#include "apps/kit/command_outbox.h"
#include "apps/kit/command_sender.h"

namespace delivery::kit {

/// What a command is about, read off its request: "PUT /foodCookings/17/accept" is accept of 17.
struct CommandSubject {
    /// 0 where it concerns no order that exists.
    std::int64_t order = 0;
    /// "accept"; "place" for a new order, "cancel" for a DELETE.
    QString verb = {};
    bool operator==(const CommandSubject&) const = default;
};
[[nodiscard]] CommandSubject subjectOf(const Request& request);

/// Lives on the thread of its creator. One row for each command, oldest first.
class PendingCommands : public QAbstractListModel {
    Q_OBJECT

  public:
    enum PendingRoles {
        CommandIdRole = Qt::UserRole + 1,
        OrderRole,
        VerbRole,
        SinceRole,      ///< QDateTime in UTC
        TriesRole,      ///< how many have failed
        IsGivenUpRole,  ///< kept, and not tried any more until somebody continues it
        RequestPathRole,
    };

    explicit PendingCommands(QObject* parent = nullptr);

    /// Follows what becomes of commands; those that it hands over are told by began.
    void follow(const CommandSender& sender);
    /// Left over from an earlier run.
    void show(const std::vector<StoredCommand>& unanswered);
    void began(const StoredCommand& command);
    /// Dropped without having been decided.
    void ended(const QString& id);

    [[nodiscard]] QStringList verbsFor(std::int64_t order) const;
    struct Unanswered {
        QString verb;
        QDateTime since;  ///< in UTC
        bool isGivenUp = false;
    };
    /// Everything about this order that waits for an answer, kept for later or not, oldest first.
    [[nodiscard]] std::vector<Unanswered> unansweredFor(std::int64_t order) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

  signals:
    /// Something about this order is being sent, or no longer.
    void changedFor(qint64 order);

  private:
    struct Row {
        StoredCommand command;
        CommandSubject subject;
        int tries = 0;
        bool isGivenUp = false;
    };
    [[nodiscard]] int rowOf(const QString& id) const;
    void touch(int row);

    std::vector<Row> m_rows;
};

}  // namespace delivery::kit
