#include "server/outside/random.h"

#include <sodium.h>

namespace delivery::outside {

std::uint64_t drawNumber() {
    std::uint64_t drawn = 0;
    randombytes_buf(&drawn, sizeof drawn);
    return drawn;
}

}  // namespace delivery::outside
