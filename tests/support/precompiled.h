#pragma once
/// What nearly every test includes anyway, compiled once per folder of tests. A test still names
/// what it uses.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <QtTest>

#include <nlohmann/json.hpp>
