#include "apps/store/section.h"

#include <QLabel>
#include <QVBoxLayout>

#include "apps/look/theme.h"

namespace delivery::store {

QFrame* section(const QString& title, QVBoxLayout*& inside) {
    auto* card = new QFrame;
    card->setProperty("card", true);
    inside = new QVBoxLayout(card);
    inside->setContentsMargins(look::space::large, look::space::medium, look::space::large,
                               look::space::medium);
    inside->setSpacing(look::space::small);
    auto* heading = new QLabel(title);
    look::setType(heading, look::Type::Heading);
    inside->addWidget(heading);
    return card;
}

}  // namespace delivery::store
