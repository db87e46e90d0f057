#pragma once

#include "contract/endpoint.h"
#include "contract/event.h"

#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Documents made from the declarations: what a client or a reviewer reads.
namespace ax::contract {

/// OpenAPI 3.1, one line. `version` is the product's.
[[nodiscard]] std::string openapi(std::span<EndpointInfo const> endpoints, std::string_view version);

/// The web client's contract.gen.ts: types, endpoint and event tables, limits of request fields.
[[nodiscard]] std::string typescript(std::span<EndpointInfo const> endpoints,
                                     std::span<EventInfo const> events = {});

/// JSON with two-space indentation, for files that people diff.
[[nodiscard]] std::string pretty_json(std::string_view json);

/// Where each field of an endpoint's request travels.
struct RequestParts {
    std::vector<FieldInfo const*> path;
    std::vector<FieldInfo const*> query;  // of GET
    std::vector<FieldInfo const*> body;   // of the others
};
[[nodiscard]] RequestParts request_parts(EndpointInfo const& endpoint);

/// Every named type that endpoints and events use, each once, parts before wholes; which of them the server
/// writes; and what each is called.
struct TypeUse {
    std::vector<TypeInfo const*> types;
    std::set<TypeInfo const*> in_answers;
    std::map<TypeInfo const*, std::string> names;

    /// The type's own name; where two features use the same one, with the feature's in front (ChatMarkRead).
    [[nodiscard]] std::string name(TypeInfo const& type) const;
};
[[nodiscard]] TypeUse types_of(std::span<EndpointInfo const> endpoints,
                               std::span<EventInfo const> events = {});

}  // namespace ax::contract
