#include "page/page.h"

namespace delivery::page {

AnyEvent::AnyEvent() = default;
AnyEvent::AnyEvent(const AnyEvent&) = default;
AnyEvent::AnyEvent(AnyEvent&&) noexcept = default;
AnyEvent& AnyEvent::operator=(const AnyEvent&) = default;
AnyEvent& AnyEvent::operator=(AnyEvent&&) noexcept = default;
AnyEvent::~AnyEvent() = default;

Body::Body() = default;
Body::Body(const Body&) = default;
Body::Body(Body&&) noexcept = default;
Body& Body::operator=(const Body&) = default;
Body& Body::operator=(Body&&) noexcept = default;
Body::~Body() = default;

}  // namespace delivery::page
