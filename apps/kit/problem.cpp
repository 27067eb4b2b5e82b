#include "apps/kit/problem.h"

#include "apps/kit/representation.h"

namespace delivery::kit {

Problem problemOf(const Answer& answer) {
    Problem problem;
    problem.status = answer.status;
    if (const auto said = Representation::parse(answer.body)) {
        problem.title = said->text("title");
        problem.detail = said->text("detail");
        problem.code = static_cast<int>(said->number("code"));
        problem.state = said->text("state");
        problem.price = said->number("price");
        problem.foodId = said->number("foodId");
    }
    if (problem.title.isEmpty()) problem.title = QStringLiteral("HTTP %1").arg(answer.status);
    return problem;
}

}  // namespace delivery::kit
