#include "platform/api/router_tree.h"

#include "platform/api/target.h"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

// Which path leads where: filled before serving, read afterwards.
namespace ax::api {
namespace {

using contract::EndpointInfo;

// Canonical first; the second is the current version without a number, as the architecture document writes
// its paths.
constexpr std::string_view kVersioned = "/api/v1";
constexpr std::string_view kCurrent = "/api";

std::size_t slot(http::Verb verb) {
    return static_cast<std::size_t>(verb == http::Verb::head ? http::Verb::get : verb);
}

http::Verb http_verb(contract::Verb verb) {
    switch (verb) {
        case contract::Verb::get:
            return http::Verb::get;
        case contract::Verb::post:
            return http::Verb::post;
        case contract::Verb::put:
            return http::Verb::put;
        case contract::Verb::patch:
            return http::Verb::patch;
        case contract::Verb::del:
            return http::Verb::del;
    }
    return http::Verb::other;
}

}  // namespace

Router::Router(Ports ports) : ports_(ports), root_(std::make_unique<Node>()) {}
Router::~Router() = default;

void Router::keep_answers_of(Route& route) const {
    auto const& info = route.info;
    if (!info.cached.on())
        return;
    if (info.verb != contract::Verb::get || info.access != contract::Access::anyone)
        throw std::logic_error(fmt::format("{}: only what anyone may GET can be kept", info.name));
    if (ports_.answers != nullptr)
        route.rule = &ports_.answers->rule(info.name, info.cached);
}

Router::Node& Router::node_for(std::string_view path) {
    Node* node = root_.get();
    for (auto segment = next_segment(path); !segment.empty(); segment = next_segment(path)) {
        if (segment == "*")
            break;
        auto& next = segment.starts_with('{') ? node->param : node->children[std::string(segment)];
        if (!next)
            next = std::make_unique<Node>();
        node = next.get();
    }
    return *node;
}

void Router::add(EndpointInfo info, Invoke invoke) {
    auto route = std::make_unique<Route>(
        Route{.info = info, .invoke = std::move(invoke), .raw = {}, .raw_info = {}, .params = {}});
    keep_answers_of(*route);
    auto rest = info.path;
    for (auto segment = next_segment(rest); !segment.empty(); segment = next_segment(rest))
        if (segment.starts_with('{'))
            route->params.push_back(segment.substr(1, segment.size() - 2));
    for (auto const prefix : {kVersioned, kCurrent}) {
        auto& place = node_for(fmt::format("{}{}", prefix, info.path)).routes[slot(http_verb(info.verb))];
        if (place != nullptr)
            throw std::logic_error(fmt::format("{} and {} share a path", place->info.name, info.name));
        place = route.get();
    }
    routes_.push_back(std::move(route));
}

void Router::raw(RawRoute declared, std::function<Task<http::Response>(Call&)> handler) {
    auto route = std::make_unique<Route>(
        Route{.info = {}, .invoke = {}, .raw = std::move(handler), .raw_info = declared, .params = {}});
    route->info.name = declared.name;
    route->info.limit = declared.limit;
    route->info.verb = declared.verb;
    route->info.access = contract::Access::anyone;
    route->info.cached = declared.cached;
    keep_answers_of(*route);
    auto& node = node_for(declared.path);
    auto& places = declared.path.ends_with('*') ? node.below : node.routes;
    if (declared.any_method)
        places.fill(route.get());
    else
        places[slot(http_verb(declared.verb))] = route.get();
    routes_.push_back(std::move(route));
}

std::vector<EndpointInfo> Router::endpoints() const {
    std::vector<EndpointInfo> all;
    for (auto const& route : routes_)
        if (!route->raw_info)
            all.push_back(route->info);
    return all;
}

std::vector<RawRoute> Router::raw_routes() const {
    std::vector<RawRoute> all;
    for (auto const& route : routes_)
        if (route->raw_info)
            all.push_back(*route->raw_info);
    return all;
}

Router::Match Router::match(http::Request const& request) const {
    Match match;
    Node const* node = root_.get();
    Node const* below = nullptr;
    auto rest = request.path;
    for (auto segment = next_segment(rest); !segment.empty(); segment = next_segment(rest)) {
        if (std::ranges::any_of(node->below, [](Route const* r) { return r != nullptr; }))
            below = node;
        if (auto const child = node->children.find(segment); child != node->children.end()) {
            node = child->second.get();
        } else if (node->param) {
            node = node->param.get();
            match.values.push_back(segment);
        } else {
            node = nullptr;
            break;
        }
    }
    match.node = node;
    auto const verb = slot(request.verb);
    if (node != nullptr)
        match.route = node->routes[verb];
    if (match.route == nullptr && below != nullptr) {
        match.route = below->below[verb];
        match.values.clear();
    }
    return match;
}

http::Allowance Router::allowance(http::Request const& request) const noexcept {
    auto const found = match(request);
    if (found.route != nullptr && found.route->raw_info)
        return {.body_bytes = found.route->raw_info->body_bytes,
                .any_method = found.route->raw_info->any_method};
    return {};
}

}  // namespace ax::api
