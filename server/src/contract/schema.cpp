#include "contract/schema.h"

#include <fmt/format.h>

namespace ax::contract {
namespace {

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

}  // namespace

void write_text(JsonWriter& json, std::string_view key, std::string_view value) {
    json.key(key);
    json.string(value);
}

void SchemaWriter::reference(TypeInfo const& type) {
    json_.begin_object();
    write_text(json_, "$ref", fmt::format("{}{}", prefix_, use_.name(type)));
    json_.end_object();
}

void SchemaWriter::value(TypeInfo const& type, Rules const& rules, std::string_view doc) {
    if (type.kind == Kind::object || type.kind == Kind::enumeration || type.kind == Kind::money)
        return reference(type);
    json_.begin_object();
    if (!doc.empty())
        write_text(json_, "description", doc);
    if (type.kind == Kind::optional) {
        json_.key("anyOf");
        json_.begin_array();
        value(*type.item(), rules, {});
        json_.raw(R"({"type":"null"})");
        json_.end_array();
        return json_.end_object();
    }
    if (type.kind == Kind::list) {
        write_text(json_, "type", "array");
        number(json_, "maxItems", rules.max_items);
        json_.key("items");
        auto item_rules = rules;
        item_rules.max_items.reset();
        value(*type.item(), item_rules, {});
        return json_.end_object();
    }
    if (type.kind != Kind::raw)
        write_text(json_, "type", json_type(type.kind));
    number(json_, "minLength", rules.min_length);
    number(json_, "maxLength", rules.max_length);
    number(json_, "minimum", rules.min);
    number(json_, "maximum", rules.max);
    if (type.kind == Kind::student_id)
        write_text(json_, "pattern", "^S\\d{6,}$");
    if (type.kind == Kind::mentor_id)
        write_text(json_, "pattern", "^M\\d{6,}$");
    if (auto const format = format_of(type.kind, rules); !format.empty())
        write_text(json_, "format", format);
    json_.end_object();
}

void SchemaWriter::object(std::vector<FieldInfo const*> const& fields, bool answered) {
    json_.begin_object();
    write_text(json_, "type", "object");
    json_.key("required");
    json_.begin_array();
    for (FieldInfo const* const field : fields)
        if (answered || field->type()->kind != Kind::optional)
            json_.string(field->name);
    json_.end_array();
    json_.key("properties");
    json_.begin_object();
    for (FieldInfo const* const field : fields) {
        json_.key(field->name);
        value(*field->type(), field->rules, field->doc);
    }
    json_.end_object();
    json_.end_object();
}

void SchemaWriter::definition(TypeInfo const& type) {
    if (type.kind == Kind::money) {
        json_.raw(
            R"({"type":"object","required":["amount","currency"],"properties":{"amount":{"type":"integer",)"
            R"("description":"Minor units"},"currency":{"type":"string","description":"ISO 4217"}}})");
    } else if (type.kind == Kind::enumeration) {
        json_.begin_object();
        write_text(json_, "type", "string");
        json_.key("enum");
        json_.begin_array();
        for (auto const name : type.names) json_.string(name);
        json_.end_array();
        json_.end_object();
    } else {
        std::vector<FieldInfo const*> fields;
        for (FieldInfo const& field : type.fields) fields.push_back(&field);
        object(fields, use_.in_answers.contains(&type));
    }
}

void SchemaWriter::definitions() {
    for (TypeInfo const* const type : use_.types) {
        json_.key(use_.name(*type));
        definition(*type);
    }
}

}  // namespace ax::contract
