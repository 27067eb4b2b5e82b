#include "apps/kit/uuid7.h"

#include <QUuid>
#include <array>

namespace delivery::kit {

QString uuid7(std::int64_t utcMilliseconds, std::uint64_t high, std::uint64_t low) {
    const auto time = static_cast<std::uint64_t>(utcMilliseconds);
    const auto timeHigh = static_cast<uint>((time >> 16U) & 0xFFFF'FFFFU);
    const auto timeLow = static_cast<ushort>(time & 0xFFFFU);
    const auto version = static_cast<ushort>(0x7000U | (high & 0x0FFFU));
    std::array<uchar, 8> tail{};
    for (uchar& byte : tail) {
        byte = static_cast<uchar>(low & 0xFFU);
        low >>= 8U;
    }
    tail[0] = static_cast<uchar>(0x80U | (tail[0] & 0x3FU));
    const QUuid made(timeHigh, timeLow, version, tail[0], tail[1], tail[2], tail[3], tail[4],
                     tail[5], tail[6], tail[7]);
    return made.toString(QUuid::WithoutBraces);
}

}  // namespace delivery::kit
