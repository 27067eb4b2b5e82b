#include "apps/store/choices.h"

#include <QStringList>

namespace delivery::store {

namespace {

std::optional<kit::Body> choiceIn(const QString& typed) {
    const qsizetype colon = typed.lastIndexOf(QLatin1Char(':'));
    bool isNumber = true;
    const qlonglong price = colon < 0 ? 0 : typed.mid(colon + 1).trimmed().toLongLong(&isNumber);
    const QString name = (colon < 0 ? typed : typed.left(colon)).trimmed();
    if (!isNumber || price < 0 || name.isEmpty()) return std::nullopt;
    kit::Body body;
    body.set("choice", name).set("price", std::int64_t{price});
    return body;
}

std::optional<kit::Body> groupIn(const QString& line) {
    const qsizetype equals = line.indexOf(QLatin1Char('='));
    if (equals <= 0) return std::nullopt;
    QString name = line.left(equals).trimmed();
    const bool isRequired = name.endsWith(QLatin1Char('*'));
    if (isRequired) name = name.chopped(1).trimmed();
    if (name.isEmpty()) return std::nullopt;
    std::vector<kit::Body> choices;
    const QStringList typed = line.mid(equals + 1).split(QLatin1Char('|'));
    for (const QString& one : typed) {
        const auto choice = choiceIn(one);
        if (!choice) return std::nullopt;
        choices.push_back(*choice);
    }
    kit::Body group;
    group.set("name", name).set("required", isRequired).set("choices", choices);
    return group;
}

}  // namespace

std::optional<std::vector<kit::Body>> choicesIn(const QString& typed) {
    std::vector<kit::Body> groups;
    const QStringList lines = typed.split(QLatin1Char('\n'));
    for (const QString& line : lines) {
        if (line.trimmed().isEmpty()) continue;
        const auto group = groupIn(line);
        if (!group) return std::nullopt;
        groups.push_back(*group);
    }
    return groups;
}

QString choicesText(const kit::Representation& dish) {
    QStringList lines;
    for (const auto& group : dish.list("options")) {
        QStringList choices;
        for (const auto& choice : group.list("choices")) {
            choices << QStringLiteral("%1:%2").arg(choice.text("choice"), choice.text("price"));
        }
        lines << QStringLiteral("%1%2 = %3")
                     .arg(group.text("name"),
                          group.isTrue("required") ? QStringLiteral("*") : QString(),
                          choices.join(QStringLiteral(" | ")));
    }
    return lines.join(QLatin1Char('\n'));
}

}  // namespace delivery::store
