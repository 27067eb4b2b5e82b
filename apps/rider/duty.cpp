#include "apps/rider/duty.h"

#include "apps/kit/body.h"
#include "apps/kit/place.h"

namespace delivery::rider {

namespace {

QString pathOf(const kit::Workplace& work) {
    return QStringLiteral("/riders/") + kit::segment(work.account().user);
}

}  // namespace

Duty::Duty(kit::Workplace& work, QObject* parent) : QObject(parent), m_work(work) {
    connect(&m_work, &kit::Workplace::decided, this,
            [this](const QString& id, const kit::CommandSubject&, const kit::Representation& body) {
                if (id != m_command) return;
                m_command.clear();
                show(body);
            });
    connect(&m_work, &kit::Workplace::refused, this,
            [this](const QString& id, const kit::CommandSubject&, const kit::Problem& problem) {
                if (id != m_command) return;
                m_command.clear();
                emit changed();
                emit refused(problem.sentence());
            });
    // Whoever switched it, from wherever: asked again whenever the book was.
    connect(&m_work.feed(), &kit::LiveFeed::caughtUp, this, &Duty::refresh);
}

int Duty::deliveriesToday() const {
    return static_cast<int>(m_self.at("today").number("deliveries"));
}

std::int64_t Duty::earnedToday() const { return m_self.at("today").number("earned"); }

std::optional<GeoPoint> Duty::lastPlace() const { return kit::placeOf(m_self); }

void Duty::set(bool on, const std::optional<GeoPoint>& place) {
    if (isPending()) return;
    kit::Body body;
    body.set("onDuty", on);
    if (on && place) {
        body.set("lat", place->latitudeE6 / 1e6).set("lng", place->longitudeE6 / 1e6);
    }
    m_command =
        m_work.send({QStringLiteral("PUT"), pathOf(m_work), body.json()}, kit::Repeat::Undoable);
    emit changed();
}

void Duty::refresh() {
    if (m_isReading) return;
    m_isReading = true;
    m_work.read(
        pathOf(m_work), kit::Reader::Pages::First, this,
        [this](const kit::Representation& self) {
            m_isReading = false;
            show(self);
        },
        [this](const QString&) { m_isReading = false; });
}

void Duty::show(const kit::Representation& self) {
    if (!self.has("riderId")) return;
    const bool same = self.oneLine() == m_self.oneLine();
    m_self = self;
    if (!same || !isPending()) emit changed();
}

}  // namespace delivery::rider
