#include "apps/terminal/own_answer.h"

#include <QStringList>

namespace delivery::terminal {
namespace {

constexpr int noContent = 204;

/// "/orders/12/confirm?x=y" as orders, 12, confirm.
QStringList segmentsOf(const QString& path) {
    return path.section(u'?', 0, 0).split(u'/', Qt::SkipEmptyParts);
}

/// What a list holds, empty where it is no list.
QString listNameOf(const QStringList& segments) {
    if (segments.size() != 1 || segments.front() == "changes" || segments.front() == "places") {
        return {};
    }
    return segments.front();
}

/// The field that no answer of this resource goes without.
const char* fieldOf(const QStringList& segments) {
    const QString first = segments.value(0);
    if (first == "auth") return "userId";
    if (first == "backups") return "file";
    if (first == "changes") return "changes";
    if (first == "places") return "accuracy";
    if (first == "cards" && segments.value(1) == "register") return "url";
    return segments.value(2) == "sales" ? "storeId" : "id";
}

}  // namespace

std::optional<QString> missingIn(const kit::Request& asked, int status,
                                 const kit::Representation& said) {
    // Nothing to say is what a deletion ends with, and a change of what the caller sees no more.
    const bool mayBeSilent = asked.method != "GET" && asked.method != "POST";
    if (mayBeSilent && status == noContent) return std::nullopt;
    if (asked.method == "DELETE") return QStringLiteral("HTTP %1").arg(noContent);

    const QStringList segments = segmentsOf(asked.path);
    if (const QString list = listNameOf(segments); asked.method == "GET" && !list.isEmpty()) {
        if (said.at("_embedded").has(list.toUtf8().constData())) return std::nullopt;
        return QStringLiteral("_embedded.") + list;
    }
    const char* const field = fieldOf(segments);
    bool isNumbered = false;
    const qint64 number = segments.value(1).toLongLong(&isNumbered);
    // An address has an id of its own, below that of whose it is.
    isNumbered = isNumbered && segments.value(2) != "addresses";
    if (said.has(field) && (!isNumbered || said.number(field) == number)) return std::nullopt;
    return QString::fromLatin1(field);
}

}  // namespace delivery::terminal
