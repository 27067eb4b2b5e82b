#include <array>

#include <sodium.h>

#include "record/record.h"
#include "server/door/dishes.h"
#include "server/door/porter.h"
#include "server/door/routes.h"
#include "shop/picture.h"

// Pictures of dishes: taken from their store as bytes, given to everybody.

namespace delivery::door {
namespace {

wire::Complaint complaintOf(shop::PictureFlaw flaw) {
    switch (flaw) {
        case shop::PictureFlaw::UnknownType:
            return {415, "NotAPicture",
                    "JPEG, PNG, WebP 그림만 올릴 수 있습니다. 다른 파일로 해 주세요.",
                    "A picture is a JPEG, a PNG or a WebP. Choose another file."};
        case shop::PictureFlaw::Unreadable:
            return {400, "UnreadablePicture",
                    "그림 파일을 읽을 수 없습니다. 다른 파일로 해 주세요.",
                    "The picture cannot be read. Choose another file."};
        case shop::PictureFlaw::TooBig:
            return {400, "PictureTooBig",
                    "그림은 가로와 세로 4096점까지입니다. 줄여서 올려 주세요.",
                    "A picture has at most 4096 pixels in width and in height. Make it smaller."};
        case shop::PictureFlaw::TooHeavy:
            break;
    }
    return {413, "PictureTooHeavy", "그림은 512 KiB까지입니다. 줄여서 올려 주세요.",
            "A picture has at most 512 KiB. Make it smaller."};
}

std::string hashOf(const std::string& bytes) {
    std::array<unsigned char, 32> hash{};
    crypto_generichash(hash.data(), hash.size(),
                       reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), nullptr,
                       0);
    std::string hex(hash.size() * 2 + 1, '\0');
    sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
    hex.pop_back();
    return hex;
}

/// Whether an If-None-Match names it: a list of tags, perhaps weak, or a star.
bool isKnown(std::string_view field, const std::string& tag) {
    return field == "*" || field.find(tag) != std::string_view::npos;
}

std::optional<FoodId> foodAsked(Porter& porter, const VisitPtr& visit) {
    const auto id = visit->number();
    if (id) return FoodId{*id};
    porter.refuse(visit, Refusal{RefusalCode::UnknownFood});
    return std::nullopt;
}

void putPicture(Porter& porter, const VisitPtr& visit) {
    const auto food = foodAsked(porter, visit);
    if (!food) return;
    const std::string& bytes = visit->request.body;
    const auto look = shop::lookAt(bytes);
    if (!look) return porter.refuse(visit, complaintOf(look.error()));
    Errand errand{desk::SetPicture{*food, {hashOf(bytes), look->mediaType}, bytes}};
    errand.show = showDish;
    porter.run(visit, std::move(errand));
}

void removePicture(Porter& porter, const VisitPtr& visit) {
    const auto food = foodAsked(porter, visit);
    if (!food) return;
    Errand errand{desk::RemovePicture{*food}};
    errand.show = [](Sight&, const desk::Accepted&) -> Shown { return nothing(); };
    porter.run(visit, std::move(errand));
}

Shown showPicture(Sight& sight, FoodId food) {
    const auto row = sight.ledger->side({"picture", food.text()});
    if (!row) return stop(row.error());
    if (!row->has_value()) return stop(notFound());
    auto kept = record::decodePicture((*row)->body);
    if (!kept) return stop(kept.error());
    const std::string tag = '"' + kept->picture.hash + '"';
    HttpResponse response{200, kept->picture.mediaType, {}, std::move(kept->bytes)};
    if (const auto known = sight.visit.request.header("if-none-match");
        known && isKnown(*known, tag)) {
        response = {304, "", {}, ""};
    }
    response.headers = {{"ETag", tag},
                        {"Cache-Control", "public, max-age=300"},
                        // Whatever the bytes are: opened by itself, nothing in them runs.
                        {"Content-Security-Policy", "default-src 'none'; sandbox"}};
    return response;
}

void getPicture(Porter& porter, const VisitPtr& visit) {
    const auto food = foodAsked(porter, visit);
    if (!food) return;
    porter.ask(visit, [food = *food](Sight& sight) { return showPicture(sight, food); });
}

}  // namespace

std::vector<Route> pictureRoutes() {
    const Who writers = stores | admins;
    return routesUnder({{"foods", "food"}, {"menus", "menu"}},
                       {{"GET", "/{id}/picture", anyone, getPicture},
                        {"PUT", "/{id}/picture", writers, putPicture, shop::pictureBytesMax},
                        {"DELETE", "/{id}/picture", writers, removePicture}});
}

}  // namespace delivery::door
