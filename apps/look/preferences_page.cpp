#include "apps/look/preferences_page.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QRegularExpression>
#include <QScrollArea>
#include <QSlider>
#include <QVBoxLayout>

#include "apps/look/action_button.h"
#include "apps/look/bell.h"

namespace delivery::look {

PreferencesPage::PreferencesPage(Preferences& preferences, Bell& bell, QWidget* parent)
    : QWidget(parent),
      m_preferences(preferences),
      m_bell(bell),
      m_form(new QFormLayout),
      m_wrong(new QLabel) {
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    whole->addWidget(scroll);
    auto* inner = new QWidget;
    scroll->setWidget(inner);
    auto* column = new QVBoxLayout(inner);
    column->setContentsMargins(space::wide, space::wide, space::wide, space::wide);
    column->setSpacing(space::large);
    auto* title = new QLabel(tr("설정"), inner);
    setType(title, Type::Title);
    column->addWidget(title);
    m_form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    m_form->setVerticalSpacing(space::medium);
    m_form->setHorizontalSpacing(space::wide);
    column->addLayout(m_form);

    auto* looks = new QComboBox;
    looks->addItem(tr("시스템 설정 따르기"), int(ThemeChoice::System));
    looks->addItem(tr("밝게"), int(ThemeChoice::Light));
    looks->addItem(tr("어둡게"), int(ThemeChoice::Dark));
    looks->addItem(tr("고대비"), int(ThemeChoice::HighContrast));
    looks->setCurrentIndex(looks->findData(int(m_preferences.themeChoice())));
    connect(looks, &QComboBox::activated, this, [this, looks] {
        m_preferences.setThemeChoice(static_cast<ThemeChoice>(looks->currentData().toInt()));
        sayWhatIsWrong();
    });
    addRow(tr("화면(&T)"), looks);

    auto* size = new QComboBox;
    for (const int percent : {100, 115, 130, 150, 175, 200}) {
        size->addItem(QStringLiteral("%1 %").arg(percent), percent);
    }
    size->setCurrentIndex(qMax(0, size->findData(m_preferences.textPercent())));
    connect(size, &QComboBox::activated, this, [this, size] {
        m_preferences.setTextPercent(size->currentData().toInt());
        sayWhatIsWrong();
    });
    addRow(tr("글자 크기(&Z)"), size);

    auto* language = new QComboBox;
    language->addItem(QStringLiteral("한국어"), int(Language::Korean));
    language->addItem(QStringLiteral("English"), int(Language::English));
    language->setCurrentIndex(language->findData(int(m_preferences.language())));
    connect(language, &QComboBox::activated, this, [this, language] {
        m_preferences.setLanguage(static_cast<Language>(language->currentData().toInt()));
        sayWhatIsWrong();
    });
    addRow(tr("언어(&G)"), language);

    auto* sound = new QWidget;
    auto* across = new QHBoxLayout(sound);
    across->setContentsMargins(0, 0, 0, 0);
    auto* volume = new QSlider(Qt::Horizontal, sound);
    volume->setRange(0, 100);
    volume->setPageStep(10);
    volume->setValue(m_preferences.volume());
    volume->setMinimumHeight(targetHeight);
    volume->setAccessibleName(tr("소리 크기"));
    auto* listen = new ActionButton(tr("들어 보기(&H)"), ActionButton::Rank::Plain, sound);
    across->addWidget(volume, 1);
    across->addWidget(listen);
    connect(volume, &QSlider::valueChanged, this, [this](int percent) {
        m_preferences.setVolume(percent);
        m_bell.setVolume(percent);
        sayWhatIsWrong();
    });
    connect(listen, &QPushButton::clicked, this, [this] { m_bell.play(Sound::NewOrder); });
    addRow(tr("소리 크기(&V)"), sound);

    auto* notices = new QCheckBox(tr("바탕화면 알림 받기(&D)"));
    notices->setChecked(m_preferences.desktopNotices());
    notices->setAccessibleName(tr("바탕화면 알림 받기"));
    connect(notices, &QCheckBox::toggled, this, [this](bool wanted) {
        m_preferences.setDesktopNotices(wanted);
        sayWhatIsWrong();
    });
    m_form->addRow(QString(), notices);

    m_wrong->setObjectName(QStringLiteral("wrong"));
    m_wrong->setWordWrap(true);
    m_wrong->setTextFormat(Qt::PlainText);
    column->addWidget(m_wrong);
    column->addStretch(1);
    connect(&m_bell, &Bell::audibilityChanged, this, &PreferencesPage::sayWhatIsWrong);
    sayWhatIsWrong();
}

void PreferencesPage::addRow(const QString& label, QWidget* field) {
    field->setMinimumHeight(targetHeight);
    if (field->accessibleName().isEmpty()) {
        QString plain = label;
        plain.remove(QRegularExpression(QStringLiteral("\\(&.\\)")));
        field->setAccessibleName(plain);
    }
    m_form->addRow(label, field);
}

void PreferencesPage::addButton(QWidget* button) { m_form->addRow(QString(), button); }

void PreferencesPage::sayAlso(std::function<QString()> why) {
    m_also.push_back(std::move(why));
    sayWhatIsWrong();
}

void PreferencesPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    sayWhatIsWrong();
}

void PreferencesPage::sayWhatIsWrong() {
    QStringList wrong;
    if (const QString silent = m_bell.whySilent(); !silent.isEmpty()) wrong << silent;
    if (const QString lost = m_preferences.whyNotKept(); !lost.isEmpty()) wrong << lost;
    for (const auto& also : m_also) {
        if (const QString why = also(); !why.isEmpty()) wrong << why;
    }
    m_wrong->setText(wrong.join(QLatin1Char('\n')));
    m_wrong->setVisible(!wrong.isEmpty());
}

}  // namespace delivery::look
