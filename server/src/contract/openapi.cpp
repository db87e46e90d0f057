#include "contract/document.h"
#include "contract/json_writer.h"

#include <fmt/format.h>

namespace ax::contract {
namespace {

// Writes `"key": "text"`.
void text(JsonWriter& json, std::string_view key, std::string_view value) {
    json.key(key);
    json.string(value);
}

void reference(JsonWriter& json, std::string_view name) {
    json.begin_object();
    text(json, "$ref", fmt::format("#/components/schemas/{}", name));
    json.end_object();
}

void number(JsonWriter& json, std::string_view key, auto const& value) {
    if (value) {
        json.key(key);
        json.integer(*value);
    }
}

std::string_view json_type(Kind kind) {
    switch (kind) {
        case Kind::boolean:
            return "boolean";
        case Kind::int32:
        case Kind::int64:
            return "integer";
        case Kind::real:
            return "number";
        default:
            return "string";
    }
}

std::string_view format_of(Kind kind, Rules const& rules) {
    if (kind == Kind::instant)
        return "date-time";
    switch (rules.format) {
        case Format::email:
            return "email";
        case Format::http_url:
            return "uri";
        case Format::date:
            return "date";
        case Format::zone:
            return "iana-time-zone";
        case Format::none:
            return {};
    }
    return {};
}

// A field's schema: its type narrowed by its rules.
void schema(JsonWriter& json, TypeInfo const& type, Rules const& rules, std::string_view doc) {
    if (type.kind == Kind::object || type.kind == Kind::enumeration || type.kind == Kind::money)
        return reference(json, type.name);
    if (type.kind == Kind::optional) {
        json.begin_object();
        if (!doc.empty())
            text(json, "description", doc);
        json.key("anyOf");
        json.begin_array();
        schema(json, *type.item(), rules, {});
        json.raw(R"({"type":"null"})");
        json.end_array();
        json.end_object();
        return;
    }
    json.begin_object();
    if (!doc.empty())
        text(json, "description", doc);
    if (type.kind == Kind::list) {
        text(json, "type", "array");
        number(json, "maxItems", rules.max_items);
        json.key("items");
        auto item_rules = rules;
        item_rules.max_items.reset();
        schema(json, *type.item(), item_rules, {});
        json.end_object();
        return;
    }
    if (type.kind != Kind::raw)
        text(json, "type", json_type(type.kind));
    number(json, "minLength", rules.min_length);
    number(json, "maxLength", rules.max_length);
    number(json, "minimum", rules.min);
    number(json, "maximum", rules.max);
    if (type.kind == Kind::student_id)
        text(json, "pattern", "^S\\d{6,}$");
    if (type.kind == Kind::mentor_id)
        text(json, "pattern", "^M\\d{6,}$");
    if (auto const format = format_of(type.kind, rules); !format.empty())
        text(json, "format", format);
    json.end_object();
}

void object_schema(JsonWriter& json, std::vector<FieldInfo const*> const& fields, bool answered) {
    json.begin_object();
    text(json, "type", "object");
    json.key("required");
    json.begin_array();
    for (FieldInfo const* const field : fields)
        if (answered || field->type()->kind != Kind::optional)
            json.string(field->name);
    json.end_array();
    json.key("properties");
    json.begin_object();
    for (FieldInfo const* const field : fields) {
        json.key(field->name);
        schema(json, *field->type(), field->rules, field->doc);
    }
    json.end_object();
    json.end_object();
}

void component(JsonWriter& json, TypeInfo const& type, bool answered) {
    if (type.kind == Kind::money) {
        json.raw(
            R"({"type":"object","required":["amount","currency"],"properties":{"amount":{"type":"integer",)"
            R"("description":"Minor units"},"currency":{"type":"string","description":"ISO 4217"}}})");
    } else if (type.kind == Kind::enumeration) {
        json.begin_object();
        text(json, "type", "string");
        json.key("enum");
        json.begin_array();
        for (auto const name : type.names) json.string(name);
        json.end_array();
        json.end_object();
    } else {
        std::vector<FieldInfo const*> fields;
        for (FieldInfo const& field : type.fields) fields.push_back(&field);
        object_schema(json, fields, answered);
    }
}

void parameter(JsonWriter& json, FieldInfo const& field, std::string_view place) {
    json.begin_object();
    text(json, "name", field.name);
    text(json, "in", place);
    json.key("required");
    json.boolean(place == "path" || field.type()->kind != Kind::optional);
    TypeInfo const& type = *field.type();
    json.key("schema");
    schema(json, type.kind == Kind::optional ? *type.item() : type, field.rules, field.doc);
    json.end_object();
}

void answer(JsonWriter& json, EndpointInfo const& e) {
    bool const empty = e.response->name == "Empty";
    json.key(std::to_string(empty ? 204 : e.success));
    json.begin_object();
    text(json, "description", empty ? "Done" : e.summary);
    if (!empty) {
        json.key("content");
        json.begin_object();
        json.key("application/json");
        json.begin_object();
        json.key("schema");
        reference(json, e.response->name);
        json.end_object();
        json.end_object();
    }
    json.end_object();
}

void operation(JsonWriter& json, EndpointInfo const& e) {
    json.begin_object();
    text(json, "operationId", e.name);
    text(json, "summary", e.summary);
    json.key("tags");
    json.begin_array();
    json.string(e.name.substr(0, e.name.find('.')));
    json.end_array();
    text(json, "x-access", wire_names(Access{})[static_cast<std::size_t>(e.access)]);
    json.key("x-rate-limit-per-minute");
    json.integer(e.limit.requests);
    json.key("security");
    json.raw(e.access == Access::anyone ? "[]" : R"([{"token":[]}])");
    auto const parts = request_parts(e);
    json.key("parameters");
    json.begin_array();
    for (FieldInfo const* const field : parts.path) parameter(json, *field, "path");
    for (FieldInfo const* const field : parts.query) parameter(json, *field, "query");
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
        parts.path.empty() ? reference(json, e.request->name) : object_schema(json, parts.body, false);
        json.end_object();
        json.end_object();
        json.end_object();
    }
    json.key("responses");
    json.begin_object();
    answer(json, e);
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
    json.begin_object();
    text(json, "openapi", "3.1.0");
    json.key("info");
    json.begin_object();
    text(json, "title", "AspireX");
    text(json, "version", version);
    text(
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
                operation(json, same);
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
    auto const use = types_of(endpoints);
    for (TypeInfo const* const type : use.types) {
        json.key(type->name);
        component(json, *type, use.in_answers.contains(type));
    }
    json.end_object();
    json.end_object();
    json.end_object();
    return out;
}

}  // namespace ax::contract
