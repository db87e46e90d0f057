#pragma once

#include "contract/endpoint.h"

#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Documents made from the declarations: what a client or a reviewer reads.
namespace ax::contract {

/// OpenAPI 3.1, one line. `version` is the product's.
[[nodiscard]] std::string openapi(std::span<EndpointInfo const> endpoints, std::string_view version);

/// The web client's contract.gen.ts: types, endpoint table, limits of request fields.
[[nodiscard]] std::string typescript(std::span<EndpointInfo const> endpoints);

/// JSON with two-space indentation, for files that people diff.
[[nodiscard]] std::string pretty_json(std::string_view json);

/// Where each field of an endpoint's request travels.
struct RequestParts {
    std::vector<FieldInfo const*> path;
    std::vector<FieldInfo const*> query;  // of GET
    std::vector<FieldInfo const*> body;   // of the others
};
[[nodiscard]] RequestParts request_parts(EndpointInfo const& endpoint);

/// Every named type the endpoints use, each once, parts before wholes; and which of them appear in answers.
struct TypeUse {
    std::vector<TypeInfo const*> types;
    std::set<TypeInfo const*> in_answers;
};
[[nodiscard]] TypeUse types_of(std::span<EndpointInfo const> endpoints);

}  // namespace ax::contract
