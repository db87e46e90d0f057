#include "contract/document.h"

#include <fmt/format.h>

namespace ax::contract {
namespace {

using Fields = std::vector<FieldInfo const*>;

std::string type_text(TypeUse const& use, TypeInfo const& type) {
    switch (type.kind) {
        case Kind::boolean:
            return "boolean";
        case Kind::int32:
        case Kind::int64:
        case Kind::real:
            return "number";
        case Kind::string:
        case Kind::instant:
        case Kind::student_id:
        case Kind::mentor_id:
            return "string";
        case Kind::raw:
            return "unknown";
        case Kind::money:
        case Kind::enumeration:
        case Kind::object:
            return use.name(type);
        case Kind::list: {
            auto const item = type_text(use, *type.item());
            return item + "[]";
        }
        case Kind::optional:
            return type_text(use, *type.item());
    }
    return "unknown";
}

// In answers every member is there, null where empty; in requests an optional may be left out.
std::string member(TypeUse const& use, FieldInfo const& field, bool answered) {
    TypeInfo const& type = *field.type();
    bool const optional = type.kind == Kind::optional;
    std::string out;
    if (!field.doc.empty())
        out += fmt::format("  /** {} */\n", field.doc);
    out += fmt::format("  {}{}: {}{};\n", field.name, optional && !answered ? "?" : "", type_text(use, type),
                       optional && answered ? " | null" : "");
    return out;
}

std::string declare(TypeUse const& use, TypeInfo const& type, Fields const& fields, bool answered) {
    if (type.kind == Kind::money)
        return "/** Minor units (paise, cents) of an ISO 4217 currency. */\nexport type Money = { amount: number; currency: string };\n";
    if (type.kind == Kind::enumeration) {
        std::string out = fmt::format("export type {} =", use.name(type));
        for (auto const name : type.names)
            out += fmt::format("{} \"{}\"", name == type.names.front() ? "" : " |", name);
        return out + ";\n";
    }
    std::string out = fmt::format("export type {} = {{\n", use.name(type));
    for (FieldInfo const* const field : fields) out += member(use, *field, answered);
    return out + "};\n";
}

std::string params_text(TypeUse const& use, Fields const& fields) {
    if (fields.empty())
        return "Empty";
    std::string out = "{ ";
    for (FieldInfo const* const field : fields)
        out += fmt::format("{}: {}; ", field->name, type_text(use, *field->type()));
    return out + "}";
}

std::string limits_of(Rules const& rules) {
    std::string out;
    auto const add = [&out](std::string_view name, auto const& value) {
        if (value)
            out += fmt::format("{}{}: {}", out.empty() ? "" : ", ", name, *value);
    };
    add("min", rules.min_length);
    add("max", rules.max_length);
    add("min", rules.min);
    add("max", rules.max);
    add("items", rules.max_items);
    return out;
}

// What of a type is declared under its name: of a request, what does not travel in its path.
struct Declared {
    Fields own;
    Fields in_path;
    bool request = false;
};
Declared declared(TypeInfo const& type, std::span<EndpointInfo const> endpoints) {
    Declared out;
    for (FieldInfo const& field : type.fields) out.own.push_back(&field);
    for (EndpointInfo const& endpoint : endpoints) {
        if (endpoint.request != &type)
            continue;
        auto parts = request_parts(endpoint);
        auto& body = endpoint.verb == Verb::get ? parts.query : parts.body;
        if (!body.empty())
            out = {std::move(body), std::move(parts.path), true};
    }
    return out;
}

// An event has no path: all of it travels in the payload.
std::string payload_text(TypeUse const& use, TypeInfo const& type, std::span<EndpointInfo const> endpoints) {
    if (type.name == "Empty")
        return "null";
    auto const in_path = declared(type, endpoints).in_path;
    return use.name(type) + (in_path.empty() ? "" : " & " + params_text(use, in_path));
}

std::string events_text(TypeUse const& use, std::span<EndpointInfo const> endpoints,
                        std::span<EventInfo const> events) {
    auto const table = [&](std::string_view head, Direction direction, auto const& line) {
        std::string out(head);
        for (EventInfo const& event : events)
            if (event.direction == direction)
                out += line(event);
        return out;
    };
    auto const payload = [&](EventInfo const& e) { return payload_text(use, *e.payload, endpoints); };
    auto const delivery = [](EventInfo const& e) {
        return wire_names(Delivery{})[static_cast<std::size_t>(e.delivery)];
    };
    auto out = table(
        "/** What the server tells: `lasting` events inside of `event` frames, with a number; `passing` ones under their "
        "name. */\nexport type EventsToClient = {\n",
        Direction::to_client,
        [&](EventInfo const& e) { return fmt::format("  \"{}\": {};\n", e.name, payload(e)); });
    out += table(
        "};\n\n/** What the client says: the payload, and the `data` of the acknowledgement. */\n"
        "export type EventsToServer = {\n",
        Direction::to_server, [&](EventInfo const& e) {
            return fmt::format("  \"{}\": {{ payload: {}; ack: {} }};\n", e.name, payload(e),
                               payload_text(use, *e.ack, endpoints));
        });
    out += table("};\n\nexport const events = {\n", Direction::to_client, [&](EventInfo const& e) {
        return fmt::format("  \"{}\": {{ direction: \"to_client\", delivery: \"{}\" }},\n", e.name,
                           delivery(e));
    });
    out += table("", Direction::to_server, [](EventInfo const& e) {
        return fmt::format("  \"{}\": {{ direction: \"to_server\" }},\n", e.name);
    });
    return out + "} as const;\n\n";
}

}  // namespace

std::string typescript(std::span<EndpointInfo const> endpoints, std::span<EventInfo const> events) {
    std::string out =
        "// GENERATED by `./ax contract` from the C++ declarations. Do not edit.\n\n"
        "export type Empty = Record<string, never>;\n"
        "/** RFC 9457 problem details; the text for people is `errors.<reason>` of the client. */\n"
        "export type Problem = {\n"
        "  type: string;\n  title: string;\n  status: number;\n  reason: string;\n  request_id: string;\n"
        "  fields?: { field: string; reason: string; limit?: number }[];\n  retry_after?: number;\n};\n\n";

    auto const use = types_of(endpoints, events);
    std::string limits;
    for (TypeInfo const* const type : use.types) {
        auto const parts = declared(*type, endpoints);
        out += declare(use, *type, parts.own, use.in_answers.contains(type)) + "\n";
        std::string own;
        for (FieldInfo const* const field : parts.own)
            if (auto const text = limits_of(field->rules); !text.empty())
                own += fmt::format("    {}: {{ {} }},\n", field->name, text);
        if (parts.request && !own.empty())
            limits += fmt::format("  {}: {{\n{}  }},\n", use.name(*type), own);
    }

    out += "export type Endpoints = {\n";
    for (EndpointInfo const& endpoint : endpoints) {
        auto const parts = request_parts(endpoint);
        auto const empty_answer = endpoint.response->name == "Empty";
        out += fmt::format("  \"{}\": {{ params: {}; query: {}; body: {}; response: {} }};\n", endpoint.name,
                           params_text(use, parts.path),
                           parts.query.empty() ? "Empty" : use.name(*endpoint.request),
                           parts.body.empty() ? "null" : use.name(*endpoint.request),
                           empty_answer ? "null" : use.name(*endpoint.response));
    }
    out += "};\n\nexport const endpoints = {\n";
    for (EndpointInfo const& endpoint : endpoints)
        out += fmt::format("  \"{}\": {{ verb: \"{}\", path: \"{}\" }},\n", endpoint.name,
                           to_text(endpoint.verb), endpoint.path);
    out +=
        "} as const;\n\n" + (events.empty() ? "" : events_text(use, endpoints, events)) +
        "/** Rules of request fields, for forms: lengths of text, bounds of numbers, most items of lists. */\n"
        "export const limits = {\n" +
        limits + "} as const;\n";
    return out;
}

}  // namespace ax::contract
