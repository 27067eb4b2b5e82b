#include "apps/kit/print_journal.h"

#include <unistd.h>

#include <QFile>
#include <QHashFunctions>
#include <QSaveFile>
#include <algorithm>
#include <array>
#include <optional>

namespace delivery::kit {

namespace {

/// Weeks of a busy shop; older papers are asked for by nobody.
constexpr int papersMax = 5000;
constexpr std::array words{"claimed", "printed", "not-sent", "doubtful"};

QByteArray lineOf(const PaperKey& key, PrintJournal::State state) {
    return QByteArray::number(qlonglong{key.order}) + ' ' +
           QByteArray::number(qlonglong{key.version}) + ' ' + QByteArray::number(key.copy) + ' ' +
           QByteArray::number(qlonglong{key.placedAt}) + ' ' +
           words.at(static_cast<std::size_t>(state)) + '\n';
}

Fault faultOf(const QFileDevice& file) {
    return Fault{FaultCode::NotAllowed,
                 (file.fileName() + QStringLiteral(": ") + file.errorString()).toStdString()};
}

}  // namespace

size_t qHash(const PaperKey& key, size_t seed) noexcept {
    return qHashMulti(seed, key.order, key.version, key.copy, key.placedAt);
}

Expected<std::unique_ptr<PrintJournal>> PrintJournal::open(const QString& path) {
    std::unique_ptr<PrintJournal> journal(new PrintJournal(path));
    QFile file(path);
    if (!file.open(QIODevice::ReadWrite)) return tl::unexpected(faultOf(file));
    const QList<PaperKey> papers = journal->read(file.readAll());
    file.close();
    for (State& state : journal->m_states) {
        if (state == State::Claimed) state = State::Doubtful;
    }
    if (auto kept = journal->shorten(papers); !kept) return tl::unexpected(kept.error());
    return journal;
}

/// The papers in the order in which each was last written about. A line that was cut off by a power
/// failure says nothing, and takes nothing with it.
QList<PaperKey> PrintJournal::read(const QByteArray& lines) {
    QHash<PaperKey, qsizetype> lineOfPaper;
    qsizetype number = 0;
    const QList<QByteArray> all = lines.split('\n');
    for (const QByteArray& line : all) {
        const QList<QByteArray> parts = line.split(' ');
        // Lines of earlier versions do not say when the order was placed. The word is the last, so
        // that a line that was cut off has none.
        if (parts.size() != 4 && parts.size() != 5) continue;
        const auto* const word = std::find(words.begin(), words.end(), parts.last());
        const PaperKey key{parts[0].toLongLong(), parts[1].toLongLong(), parts[2].toInt(),
                           parts.size() == 5 ? parts[3].toLongLong() : 0};
        if (word == words.end() || key.order <= 0 || key.copy <= 0) continue;
        m_states.insert(key, static_cast<State>(word - words.begin()));
        m_last.insert(key.order, key);
        lineOfPaper.insert(key, ++number);
    }
    QList<PaperKey> papers = lineOfPaper.keys();
    std::sort(papers.begin(), papers.end(), [&](const PaperKey& a, const PaperKey& b) {
        return lineOfPaper.value(a) < lineOfPaper.value(b);
    });
    return papers;
}

/// The order stays, for which paper of an order was the last is told by nothing else.
Expected<void> PrintJournal::shorten(QList<PaperKey> keys) {
    if (keys.size() > papersMax) keys = keys.mid(keys.size() - papersMax / 2);
    QSaveFile shorter(m_file);
    if (!shorter.open(QIODevice::WriteOnly)) return tl::unexpected(faultOf(shorter));
    QHash<PaperKey, State> kept;
    for (const PaperKey& key : std::as_const(keys)) {
        kept.insert(key, m_states.value(key));
        shorter.write(lineOf(key, m_states.value(key)));
    }
    if (!shorter.commit()) return tl::unexpected(faultOf(shorter));
    m_states = kept;
    return {};
}

Expected<bool> PrintJournal::claim(const PaperKey& key) {
    const auto known = m_states.constFind(key);
    if (known != m_states.constEnd() && *known != State::NotSent) return false;
    if (auto kept = append(key, State::Claimed); !kept) return tl::unexpected(kept.error());
    return true;
}

Expected<void> PrintJournal::note(const PaperKey& key, State state) { return append(key, state); }

Expected<void> PrintJournal::append(const PaperKey& key, State state) {
    QFile file(m_file);
    const QByteArray line = lineOf(key, state);
    if (!file.open(QIODevice::Append | QIODevice::Unbuffered)) return tl::unexpected(faultOf(file));
    if (file.write(line) != line.size() || ::fsync(file.handle()) != 0) {
        return tl::unexpected(faultOf(file));
    }
    m_states.insert(key, state);
    m_last.insert(key.order, key);
    return {};
}

std::optional<PrintJournal::State> PrintJournal::stateOf(const PaperKey& key) const {
    const auto known = m_states.constFind(key);
    if (known == m_states.constEnd()) return std::nullopt;
    return *known;
}

std::optional<PaperKey> PrintJournal::lastOf(std::int64_t order, std::int64_t placedAt) const {
    const auto known = m_last.constFind(order);
    if (known == m_last.constEnd()) return std::nullopt;
    const bool isSaid = known->placedAt != 0 && placedAt != 0;
    if (isSaid && known->placedAt != placedAt) return std::nullopt;
    return *known;
}

int PrintJournal::printedCount() const {
    return static_cast<int>(std::count(m_states.cbegin(), m_states.cend(), State::Printed));
}

}  // namespace delivery::kit
