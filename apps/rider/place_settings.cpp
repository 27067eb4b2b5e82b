#include "apps/rider/place_settings.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>

#include "apps/look/theme.h"

namespace delivery::rider {

using Kind = kit::PositionWish::Kind;

PlaceSettings::PlaceSettings(look::PreferencesPage& page, OwnPlace& place, QObject* parent)
    : QObject(parent),
      m_place(place),
      m_kind(new QComboBox),
      m_address(new QLineEdit),
      m_wrong(new QLabel) {
    m_kind->addItem(tr("지도에서 정한 곳"), int(Kind::Fixed));
    m_kind->addItem(tr("이 컴퓨터의 위치 서비스"), int(Kind::Desktop));
    m_kind->addItem(tr("GPS 수신기 (NMEA)"), int(Kind::Receiver));
    m_kind->addItem(tr("경로 재생 (GPX)"), int(Kind::Track));
    m_kind->setObjectName(QStringLiteral("placeSource"));
    page.addRow(tr("내 위치(&P)"), m_kind);
    m_address->setObjectName(QStringLiteral("placeAddress"));
    page.addRow(tr("위치의 출처(&O)"), m_address);
    m_wrong->setTextFormat(Qt::PlainText);
    m_wrong->setWordWrap(true);
    look::setType(m_wrong, look::Type::Caption);
    page.addRow(QString(), m_wrong);
    connect(m_kind, &QComboBox::activated, this, [this] {
        m_address->clear();
        choose();
    });
    connect(m_address, &QLineEdit::editingFinished, this, [this] {
        if (m_address->text().trimmed() != m_place.wish().address) choose();
    });
    connect(&m_place, &OwnPlace::changed, this, &PlaceSettings::show);
    connect(&m_place, &OwnPlace::wishChanged, this, &PlaceSettings::show);
    show();
}

void PlaceSettings::choose() {
    kit::PositionWish wish = m_place.wish();
    wish.kind = static_cast<Kind>(m_kind->currentData().toInt());
    wish.address = m_address->text().trimmed();
    m_place.use(wish);
}

void PlaceSettings::show() {
    const kit::PositionWish& wish = m_place.wish();
    m_kind->setCurrentIndex(m_kind->findData(int(wish.kind)));
    const bool named = wish.kind == Kind::Receiver || wish.kind == Kind::Track;
    m_address->setEnabled(named);
    if (!m_address->hasFocus()) m_address->setText(named ? wish.address : QString());
    m_address->setPlaceholderText(wish.kind == Kind::Receiver
                                      ? QStringLiteral("serial:/dev/ttyUSB0, socket://host:port")
                                  : wish.kind == Kind::Track ? QStringLiteral("/home/…/track.gpx")
                                                             : QString());
    m_wrong->setText(m_place.whyLost());
    m_wrong->setVisible(!m_place.whyLost().isEmpty());
}

}  // namespace delivery::rider
