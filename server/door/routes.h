#pragma once
/// The table of everything that the door answers: method, path, who may ask, how large a body may
/// be, and who handles it.

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/actor.h"
#include "server/door/porter.h"
#include "server/door/visit.h"

namespace delivery::door {

/// Who may use a route at all. What they see and change there is decided later.
struct Who {
    unsigned bits = 0;
    [[nodiscard]] bool includes(Role role) const;
    [[nodiscard]] bool anybody() const { return bits == 0; }
    friend constexpr Who operator|(Who a, Who b) { return {a.bits | b.bits}; }
};
/// Nobody has to be signed in.
inline constexpr Who anyone{0};
inline constexpr Who customers{1};
inline constexpr Who stores{2};
inline constexpr Who riders{4};
inline constexpr Who admins{8};
inline constexpr Who signedIn{15};

using Handle = void (*)(Porter&, const VisitPtr&);

inline constexpr std::size_t bodyBytes = 16 * 1024;
/// The limit of bodies that hold a menu.
inline constexpr std::size_t menuBodyBytes = 64 * 1024;

struct Route {
    std::string method;
    std::string path;  ///< "/orders/{id}/confirm"
    Who who;
    Handle handle = nullptr;
    wire::Naming naming;
    std::size_t bodyLimitBytes = bodyBytes;
    /// Answers whoever brings a token that is not open any more; without it they get 401.
    Handle withDeadToken = nullptr;
    /// The names that its query may have.
    std::set<std::string> query = {};
};

/// A route of a resource, whatever the resource's name: there is one for each alias.
struct RouteSketch {
    std::string method;
    std::string rest;  ///< "" or "/{id}" or "/{id}/confirm"
    Who who;
    Handle handle = nullptr;
    std::size_t bodyLimitBytes = bodyBytes;
    Handle withDeadToken = nullptr;
};
[[nodiscard]] std::vector<Route> routesUnder(const std::vector<wire::Naming>& names,
                                             const std::vector<RouteSketch>& sketches);

// Each part of the door brings its own.
[[nodiscard]] std::vector<Route> orderRoutes();
[[nodiscard]] std::vector<Route> paymentRoutes();
[[nodiscard]] std::vector<Route> placeRoutes();
[[nodiscard]] std::vector<Route> ticketRoutes();
[[nodiscard]] std::vector<Route> deliveryRoutes();
[[nodiscard]] std::vector<Route> changesRoutes();
[[nodiscard]] std::vector<Route> menuRoutes();
[[nodiscard]] std::vector<Route> pictureRoutes();
[[nodiscard]] std::vector<Route> storeRoutes();
[[nodiscard]] std::vector<Route> reviewRoutes();
[[nodiscard]] std::vector<Route> countRoutes();
[[nodiscard]] std::vector<Route> sessionRoutes();
[[nodiscard]] std::vector<Route> customerRoutes();
[[nodiscard]] std::vector<Route> cardRoutes();
[[nodiscard]] std::vector<Route> riderRoutes();
[[nodiscard]] std::vector<Route> pointsRoutes();
[[nodiscard]] std::vector<Route> adminRoutes();
[[nodiscard]] std::vector<Route> webhookRoutes();

class RouteTable {
  public:
    explicit RouteTable(std::vector<Route> routes);

    struct Match {
        const Route* route = nullptr;
        std::vector<std::string> parts;
        /// Methods that the path takes; empty when there is no such path.
        std::vector<std::string> allowed;
    };
    /// HEAD finds what GET would.
    [[nodiscard]] Match find(std::string_view method, std::string_view path) const;
    [[nodiscard]] const std::vector<Route>& all() const { return m_routes; }

  private:
    std::vector<Route> m_routes;
    std::vector<std::vector<std::string>> m_segments;
};

}  // namespace delivery::door
