#pragma once
/// The std header that moc meets first: see Delivery.cmake.
#include <version>
