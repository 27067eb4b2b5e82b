#include "apps/terminal/addresses.h"

#include <QRegularExpression>

#include "apps/kit/body.h"
#include "apps/terminal/verb_words.h"

namespace delivery::terminal {
namespace {

using kit::Body;
using kit::Representation;

Exit addresses(Counter& counter) {
    const Told told = counter.read(ownPath(counter));
    if (!told) return told.error();
    const Screen& screen = counter.screen();
    if (screen.isJson()) {
        screen.json(*told);
        return Exit::Done;
    }
    Table table({{screen.say("번호", "id")}, {screen.say("주소", "address")}});
    for (const Representation& address : told->list("addresses")) {
        table.addRow({address.text("id"), address.text("text")});
    }
    if (table.isEmpty()) {
        screen.line(screen.say("주소가 없습니다.", "No addresses."));
    } else {
        screen.table(table);
    }
    return Exit::Done;
}

struct AddressWords {
    std::vector<std::string> text;
    std::optional<double> lat;
    std::optional<double> lng;
};

}  // namespace

QString ownPath(const Counter& counter) { return "/customers/" + kit::segment(counter.user()); }

Exit findSaved(Counter& counter, QString& address) {
    static const QRegularExpression number(QStringLiteral("^[0-9]{1,4}$"));
    if (!number.match(address).hasMatch()) return Exit::Done;
    const Told told = counter.read(ownPath(counter));
    if (!told) return told.error();
    for (const Representation& one : told->list("addresses")) {
        if (one.text("id") != address) continue;
        address = one.text("text");
        return Exit::Done;
    }
    counter.screen().note(
        counter.screen()
            .say("%1번 주소가 없습니다. delivery addresses로 번호를 보거나 주소를 "
                 "적어 주세요.",
                 "There is no saved address %1. See delivery addresses, or "
                 "write the address.")
            .arg(address));
    return Exit::Usage;
}

Verb addressVerb() {
    return {"addresses",
            "주소를 봅니다",
            "your addresses",
            [](CLI::App&) { return addresses; },
            {{"add", "주소를 더합니다", "add an address",
              [](CLI::App& app) -> Act {
                  auto words = std::make_shared<AddressWords>();
                  app.add_option("ADDRESS", words->text, "주소 / address")->required();
                  app.add_option("--lat", words->lat, "핀의 위도 / latitude of the pin");
                  app.add_option("--lng", words->lng, "핀의 경도 / longitude of the pin");
                  return [words](Counter& counter) {
                      Body body;
                      body.set("text", typedText(words->text))
                          .set("lat", words->lat)
                          .set("lng", words->lng);
                      return answered(
                          counter, counter.command("POST", ownPath(counter) + "/addresses", body),
                          counter.screen().say("주소를 더했습니다.", "Added."));
                  };
              }},
             {"remove", "주소를 지웁니다", "remove an address", [](CLI::App& app) -> Act {
                  auto id = std::make_shared<std::string>();
                  app.add_option("ADDRESS", *id, "주소의 번호 / its id")->required();
                  return [id](Counter& counter) {
                      return answered(counter,
                                      counter.deletion(ownPath(counter) + "/addresses/" +
                                                       kit::segment(typedText(*id))),
                                      counter.screen().say("주소를 지웠습니다.", "Removed."));
                  };
              }}}};
}

}  // namespace delivery::terminal
