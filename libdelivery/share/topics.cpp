#include "share/topics.h"

#include <algorithm>
#include <vector>

namespace delivery::share {
namespace {

/// A name that stands for one whole level of a topic and for nothing else.
bool isLevel(std::string_view name) {
    return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return c > ' ' && c < 127 && c != '/' && c != '+' && c != '#' && c != '$';
    });
}

bool isConcrete(std::string_view topic) {
    return !topic.empty() && topic.find_first_of("+#") == std::string_view::npos &&
           topic.find('\0') == std::string_view::npos;
}

std::string below(std::string_view first) {
    return std::string{topicRoot} + std::string{first} + "/";
}
std::string below(std::string_view first, std::string_view second) {
    return below(first) + std::string{second} + "/";
}

bool isServer(const Connection& who, std::string_view name) {
    return who.actor.role == Role::System && who.actor.user.text() == name;
}

/// What this connection may hear: everything below these.
std::vector<std::string> ownSubtrees(const Connection& who) {
    if (isServer(who, earName)) return {below("presence"), below("positions")};
    if (who.actor.role == Role::System) return {};
    const std::string& user = who.actor.user.text();
    if (!isLevel(user)) return {};
    std::vector<std::string> own{below("users", user)};
    if (who.actor.role == Role::Store && who.actor.store) {
        own.push_back(below("stores", who.actor.store->text()));
    }
    if (who.actor.role == Role::Rider) own.push_back(below("riders", user));
    if (who.actor.role == Role::Admin) own.push_back(below("admins"));
    return own;
}

bool isBelowAny(std::string_view topic, const std::vector<std::string>& subtrees) {
    return std::any_of(subtrees.begin(), subtrees.end(), [topic](const std::string& subtree) {
        return topic.size() > subtree.size() && topic.starts_with(subtree);
    });
}

}  // namespace

bool mayPublish(const Connection& who, std::string_view topic, bool retained) {
    if (retained || !isConcrete(topic)) return false;
    if (isServer(who, announcerName)) {
        return isBelowAny(topic,
                          {below("users"), below("stores"), below("riders"), below("admins")});
    }
    const std::string& user = who.actor.user.text();
    if (who.actor.role == Role::System || !isLevel(user)) return false;
    if (isLevel(who.device) && topic == below("presence", user) + who.device) return true;
    return who.actor.role == Role::Rider && topic == below("positions") + user;
}

bool maySubscribe(const Connection& who, std::string_view filter) {
    // The own subtree's name has no wildcard in it, so a filter that begins with it reaches nothing
    // else.
    return filter.find('\0') == std::string_view::npos && isBelowAny(filter, ownSubtrees(who));
}

bool mayReceive(const Connection& who, std::string_view topic) {
    return isConcrete(topic) && isBelowAny(topic, ownSubtrees(who));
}

}  // namespace delivery::share
