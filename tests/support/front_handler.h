#pragma once
/// A handler whose answers the test gives when it wants, in the order it wants.

#include <functional>
#include <string>
#include <vector>

#include "server/door/http_server.h"

namespace delivery::test {

class FrontHandler : public door::HttpHandler {
  public:
    door::HeadVerdict onHead(const door::HttpRequest& head) override {
        heads.push_back(head.path);
        return verdict ? verdict(head) : door::HeadVerdict{};
    }
    void onRequest(door::HttpRequest request, door::Answer answer) override {
        requests.push_back(request);
        if (!holds) {
            answer(echo(request));
            return;
        }
        held.push_back(std::move(answer));
    }
    static door::HttpResponse echo(const door::HttpRequest& request) {
        return {200, "text/plain", {}, request.method + " " + request.path + " " + request.body};
    }
    static door::HttpResponse saying(std::string text) {
        return {200, "text/plain", {}, std::move(text)};
    }

    std::function<door::HeadVerdict(const door::HttpRequest&)> verdict;
    bool holds = false;  ///< keep the answers in `held` instead of echoing
    std::vector<std::string> heads;
    std::vector<door::HttpRequest> requests;
    std::vector<door::Answer> held;
};

}  // namespace delivery::test
