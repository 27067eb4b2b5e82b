#pragma once
/// Lets clang 14 read record's tables: it does not deduce an aggregate's template arguments (P1816)
/// without being told.

#include "record/fields.h"

namespace delivery::record {

template <class Owner, class Member>
Field(std::string_view, Member Owner::*) -> Field<Owner, Member>;
template <class Owner, class Member>
Field(const char*, Member Owner::*) -> Field<Owner, Member>;

}  // namespace delivery::record
