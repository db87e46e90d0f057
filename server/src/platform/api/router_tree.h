#pragma once

#include "platform/api/answers.h"
#include "platform/api/router.h"

#include <array>
#include <map>

// The router's paths, for its own sources.
namespace ax::api {

struct Router::Route {
    contract::EndpointInfo info;
    Invoke invoke;                                   // of endpoints
    std::function<Task<http::Response>(Call&)> raw;  // of raw routes
    std::optional<RawRoute> raw_info;
    std::vector<std::string_view> params;  // names of {…}, in order
    Answers::Rule const* rule = nullptr;   // of what may be kept
};

struct Router::Node {
    std::map<std::string, std::unique_ptr<Node>, std::less<>> children;
    std::unique_ptr<Node> param;
    std::array<Route*, 8> routes{};  // by http::Verb
    std::array<Route*, 8> below{};   // routes that end in '*'
};

// What the path leads to; `node` is null where it leads nowhere.
struct Router::Match {
    Node const* node = nullptr;
    Route const* route = nullptr;
    std::vector<std::string_view> values;  // of the path's parameters, as sent
};

}  // namespace ax::api
