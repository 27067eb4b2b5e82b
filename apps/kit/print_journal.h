#pragma once
/// What was printed, on disk before the first byte leaves: each copy of a ticket once, whatever
/// dies in between.

#include <QHash>
#include <QList>
#include <QString>
#include <cstdint>
#include <memory>
#include <optional>

#include "core/result.h"

namespace delivery::kit {

/// One paper: an order as it was at a version, and which copy of it.
struct PaperKey {
    std::int64_t order = 0;
    std::int64_t version = 0;
    int copy = 1;
    /// In UTC milliseconds: where the server was put back from a copy, numbers are given out a
    /// second time, to orders that are others. 0: nobody said.
    std::int64_t placedAt = 0;
    bool operator==(const PaperKey&) const = default;
};
size_t qHash(const PaperKey& key, size_t seed = 0) noexcept;

/// One file for each account, used by one program at a time. Each note waits for the disk.
class PrintJournal {
  public:
    enum class State {
        Claimed,  ///< on its way to the printer
        Printed,
        NotSent,   ///< nothing of it reached the printer: the same copy may be tried again
        Doubtful,  ///< part of it may lie in the tray: only a person can tell
    };

    /// A claim that an earlier run left open is doubtful from now on.
    [[nodiscard]] static Expected<std::unique_ptr<PrintJournal>> open(const QString& file);

    /// False: this copy is on its way, printed, or doubtful. Else it is claimed, on disk.
    [[nodiscard]] Expected<bool> claim(const PaperKey& key);
    [[nodiscard]] Expected<void> note(const PaperKey& key, State state);

    [[nodiscard]] std::optional<State> stateOf(const PaperKey& key) const;
    /// The newest copy of an order, of whichever version; nothing: none was ever begun. One of
    /// which nobody said when its order was placed counts as this order's.
    [[nodiscard]] std::optional<PaperKey> lastOf(std::int64_t order,
                                                 std::int64_t placedAt = 0) const;
    [[nodiscard]] int printedCount() const;

  private:
    explicit PrintJournal(QString file) : m_file(std::move(file)) {}
    [[nodiscard]] QList<PaperKey> read(const QByteArray& lines);
    [[nodiscard]] Expected<void> append(const PaperKey& key, State state);
    [[nodiscard]] Expected<void> shorten(QList<PaperKey> keys);

    QString m_file;
    QHash<PaperKey, State> m_states;
    QHash<std::int64_t, PaperKey> m_last;
};

}  // namespace delivery::kit
