#pragma once
/// What a status of HTTP means for whoever asked (RFC 9110 §15): the same for every provider.

namespace delivery::effect {

constexpr bool isSuccess(int httpStatus) { return httpStatus >= 200 && httpStatus < 300; }
constexpr bool isClientError(int httpStatus) { return httpStatus >= 400 && httpStatus < 500; }
constexpr bool isServerError(int httpStatus) { return httpStatus >= 500 && httpStatus < 600; }

}  // namespace delivery::effect
