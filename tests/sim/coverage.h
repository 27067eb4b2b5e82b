#pragma once
/// Which fault struck an order in which state, and how often: a cell that stays empty was never
/// tried.

#include <cstdint>
#include <map>
#include <ostream>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/sim/order_model.h"

namespace delivery::sim {

class Coverage {
  public:
    /// Cells are (fault, status).
    using Cells = std::map<std::pair<std::string, std::string>, std::int64_t>;

    /// orderId 0: all that live were struck. Below: none in particular.
    void strike(const std::string& fault, std::int64_t orderId,
                const std::map<std::int64_t, OrderModel>& orders,
                const std::set<std::int64_t>& living);
    void add(const Coverage& other);
    [[nodiscard]] const Cells& cells() const { return m_cells; }
    /// What can be struck and was not: "crash.anywhere/Cooking".
    [[nodiscard]] std::vector<std::string> empty() const;
    /// The table, faults down and states across.
    void print(std::ostream& out) const;

  private:
    Cells m_cells;
};

/// The public status, by the auditor's own model.
[[nodiscard]] std::string statusOf(const OrderModel& order);

}  // namespace delivery::sim
