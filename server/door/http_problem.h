#pragma once
/// The refusals that the HTTP front makes by itself, as application/problem+json (RFC 9457) in
/// Korean or English.

#include <string_view>

#include "server/door/http_server.h"

namespace delivery::door {

enum class FrontRefusal {
    RequestLineMalformed,
    RequestLineTooLong,
    TargetMalformed,
    VersionUnknown,
    MethodUnknown,
    LineEndingBare,
    HeaderFolded,
    HeaderMalformed,
    HeaderTooLarge,
    HeaderFieldsTooMany,
    HostNotExactlyOne,
    LengthAmbiguous,
    TransferCodingUnknown,
    ExpectationUnknown,
    BodyMalformed,
    BodyTooLarge,
    HeaderTooSlow,
    BodyTooSlow,
    AddressConnectionsTooMany,
    ConnectionsTooMany,
    AnswerMissing,
    AnswerLate,
    Leaving,
};

/// True if the Accept-Language value ranks English above Korean; Korean wins a tie and an empty
/// value.
bool prefersEnglish(std::string_view acceptLanguage);

HttpResponse problem(FrontRefusal refusal, bool english);

}  // namespace delivery::door
