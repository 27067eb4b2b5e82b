#include "apps/kit/choices.h"

#include <QStringList>
#include <algorithm>

namespace delivery::kit {

namespace {

std::optional<Body> choiceIn(const QString& typed) {
    const qsizetype colon = typed.lastIndexOf(u':');
    bool isNumber = true;
    const qlonglong price = colon < 0 ? 0 : typed.mid(colon + 1).trimmed().toLongLong(&isNumber);
    const QString name = (colon < 0 ? typed : typed.left(colon)).trimmed();
    if (!isNumber || price < 0 || name.isEmpty()) return std::nullopt;
    Body body;
    body.set("choice", name).set("price", std::int64_t{price});
    return body;
}

/// Takes the bracket off. One in which no number stands belongs to the name.
std::optional<std::int64_t> mostIn(QString& name) {
    const qsizetype open = name.lastIndexOf(u'[');
    if (open < 0 || !name.endsWith(u']')) return 1;
    bool isNumber = false;
    const qlonglong most = name.sliced(open + 1).chopped(1).toLongLong(&isNumber);
    if (!isNumber) return 1;
    if (most < 1) return std::nullopt;
    name = name.left(open).trimmed();
    return most;
}

}  // namespace

std::optional<Body> choiceGroupIn(const QString& typed) {
    const qsizetype equals = typed.indexOf(u'=');
    if (equals <= 0) return std::nullopt;
    QString name = typed.left(equals).trimmed();
    const bool isRequired = name.endsWith(u'*');
    if (isRequired) name = name.chopped(1).trimmed();
    const auto most = mostIn(name);
    if (!most || name.isEmpty()) return std::nullopt;
    std::vector<Body> choices;
    for (const QString& one : typed.mid(equals + 1).split(u'|')) {
        const auto choice = choiceIn(one);
        if (!choice) return std::nullopt;
        choices.push_back(*choice);
    }
    Body group;
    group.set("name", name).set("required", isRequired).set("choices", choices);
    if (*most > 1) group.set("choicesMax", *most);
    return group;
}

QString choiceGroupText(const Representation& group) {
    QStringList choices;
    for (const Representation& choice : group.list("choices")) {
        choices << QStringLiteral("%1:%2").arg(choice.text("choice"), choice.text("price"));
    }
    const QString name = group.text("name");
    const std::int64_t most = std::max<std::int64_t>(1, group.number("choicesMax"));
    // A name that ends as if it said something itself is kept from doing so.
    const bool says = most > 1 || name.endsWith(u']') || name.endsWith(u'*');
    return name + (says ? QStringLiteral("[%1]").arg(most) : QString()) +
           (group.isTrue("required") ? QStringLiteral("*") : QString()) + QStringLiteral(" = ") +
           choices.join(QStringLiteral(" | "));
}

std::optional<std::vector<Body>> choicesIn(const QString& typed) {
    std::vector<Body> groups;
    for (const QString& line : typed.split(u'\n')) {
        if (line.trimmed().isEmpty()) continue;
        const auto group = choiceGroupIn(line);
        if (!group) return std::nullopt;
        groups.push_back(*group);
    }
    return groups;
}

QString choicesText(const Representation& dish) {
    QStringList lines;
    for (const Representation& group : dish.list("options")) lines << choiceGroupText(group);
    return lines.join(u'\n');
}

}  // namespace delivery::kit
