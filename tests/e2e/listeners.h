#pragma once
/// Somebody who is signed in over HTTP and listens to the real broker, as an app does.

#include "tests/e2e/places.h"
#include "tests/support/mqtt_witness.h"

#include <QList>

namespace delivery::tests {

struct Person {
    std::unique_ptr<BlockingHttp> http;
    std::unique_ptr<MqttWitness> ear;
    MqttLogin login;
};

/// Connects with what the session names, whatever the ear was before; false when the broker does
/// not let them in.
inline bool listen(RealCity& city, Person& person, const QList<QByteArray>& filters) {
    const json mqtt = person.http->get("/auth/session").json().at("mqtt");
    const auto text = [&](const char* field) {
        return QByteArray::fromStdString(mqtt.at(field).get<std::string>());
    };
    person.login = {text("username"), text("password"), text("clientId")};
    person.ear = std::make_unique<MqttWitness>(city.brokerPort());
    if (person.ear->connect(person.login) != 0) return false;
    for (const QByteArray& filter : filters) person.ear->subscribe(filter);
    return true;
}

/// Signs in and listens; aborts when the broker does not let them in.
inline Person listener(RealCity& city, const QByteArray& user, const QList<QByteArray>& filters) {
    Person one{city.as(user), nullptr, {}};
    if (!listen(city, one, filters)) qFatal("%s does not get in", user.constData());
    return one;
}

}  // namespace delivery::tests
