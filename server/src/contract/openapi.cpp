#include "contract/schema.h"

#include <set>

namespace ax::contract {
namespace {

void parameter(JsonWriter& json, SchemaWriter& schema, FieldInfo const& field, std::string_view place) {
    json.begin_object();
    write_text(json, "name", field.name);
    write_text(json, "in", place);
    json.key("required");
    json.boolean(place == "path" || field.type()->kind != Kind::optional);
    TypeInfo const& type = *field.type();
    json.key("schema");
    schema.value(type.kind == Kind::optional ? *type.item() : type, field.rules, field.doc);
    json.end_object();
}

void answer(JsonWriter& json, SchemaWriter& schema, EndpointInfo const& e) {
    bool const empty = e.response->name == "Empty";
    json.key(std::to_string(empty ? 204 : e.success));
    json.begin_object();
    write_text(json, "description", empty ? "Done" : e.summary);
    if (!empty) {
        json.key("content");
        json.begin_object();
        json.key("application/json");
        json.begin_object();
        json.key("schema");
        schema.reference(*e.response);
        json.end_object();
        json.end_object();
    }
    json.end_object();
}

void operation(JsonWriter& json, SchemaWriter& schema, EndpointInfo const& e) {
    json.begin_object();
    write_text(json, "operationId", e.name);
    write_text(json, "summary", e.summary);
    json.key("tags");
    json.begin_array();
    json.string(e.name.substr(0, e.name.find('.')));
    json.end_array();
    write_text(json, "x-access", wire_names(Access{})[static_cast<std::size_t>(e.access)]);
    json.key("x-rate-limit-per-minute");
    json.integer(e.limit.requests);
    json.key("security");
    json.raw(e.access == Access::anyone ? "[]" : R"([{"token":[]}])");
    auto const parts = request_parts(e);
    json.key("parameters");
    json.begin_array();
    for (FieldInfo const* const field : parts.path) parameter(json, schema, *field, "path");
    for (FieldInfo const* const field : parts.query) parameter(json, schema, *field, "query");
    if (e.idempotency_key)
        json.raw(
            R"({"name":"Idempotency-Key","in":"header","required":false,"schema":{"type":"string","maxLength":255}})");
    json.end_array();
    if (!parts.body.empty()) {
        json.key("requestBody");
        json.begin_object();
        json.key("required");
        json.boolean(true);
        json.key("content");
        json.begin_object();
        json.key("application/json");
        json.begin_object();
        json.key("schema");
        parts.path.empty() ? schema.reference(*e.request) : schema.object(parts.body, false);
        json.end_object();
        json.end_object();
        json.end_object();
    }
    json.key("responses");
    json.begin_object();
    answer(json, schema, e);
    json.key("default");
    json.raw(R"({"$ref":"#/components/responses/Problem"})");
    json.end_object();
    json.key("x-failures");
    json.begin_array();
    for (auto const failure : e.failures)
        if (!failure.empty())
            json.string(failure);
    json.end_array();
    json.end_object();
}

std::string lower(std::string_view verb) {
    std::string out(verb);
    for (char& c : out) c = static_cast<char>(c | 0x20);
    return out;
}

constexpr std::string_view kProblem =
    R"({"type":"object","required":["type","title","status","reason","request_id"],"properties":{"type":{"type":"string"},)"
    R"("title":{"type":"string"},"status":{"type":"integer"},"reason":{"type":"string"},"request_id":{"type":"string"},)"
    R"("fields":{"type":"array","items":{"type":"object","properties":{"field":{"type":"string"},"reason":{"type":"string"},)"
    R"("limit":{"type":"integer"}}}},"retry_after":{"type":"integer"}}})";

}  // namespace

std::string openapi(std::span<EndpointInfo const> endpoints, std::string_view version) {
    std::string out;
    JsonWriter json(out);
    auto const use = types_of(endpoints);
    SchemaWriter schema(json, use, "#/components/schemas/");
    json.begin_object();
    write_text(json, "openapi", "3.1.0");
    json.key("info");
    json.begin_object();
    write_text(json, "title", "AspireX");
    write_text(json, "version", version);
    write_text(
        json, "description",
        "Canonical base is /api/v1; /api without a version is the current one. Times are ISO-8601 UTC, money is minor "
        "units with a currency, errors are RFC 9457 problems with a stable reason, lists page by cursor.");
    json.end_object();
    json.key("servers");
    json.raw(R"([{"url":"/api/v1"}])");
    json.key("paths");
    json.begin_object();
    std::set<std::string_view> done;
    for (EndpointInfo const& e : endpoints) {
        if (!done.insert(e.path).second)
            continue;
        json.key(e.path);
        json.begin_object();
        for (EndpointInfo const& same : endpoints)
            if (same.path == e.path) {
                json.key(lower(to_text(same.verb)));
                operation(json, schema, same);
            }
        json.end_object();
    }
    json.end_object();
    json.key("components");
    json.begin_object();
    json.key("securitySchemes");
    json.raw(
        R"({"token":{"type":"apiKey","in":"header","name":"Authorization","description":"Token <token>"}})");
    json.key("responses");
    json.raw(
        R"({"Problem":{"description":"RFC 9457 problem","content":{"application/problem+json":{"schema":)"
        R"({"$ref":"#/components/schemas/Problem"}}}}})");
    json.key("schemas");
    json.begin_object();
    json.key("Problem");
    json.raw(kProblem);
    schema.definitions();
    json.end_object();
    json.end_object();
    json.end_object();
    return out;
}

}  // namespace ax::contract
