#include "contract/schema.h"

namespace ax::contract {
namespace {

// Nothing travels as null, so that every acknowledgement has its `data`.
void payload(JsonWriter& json, SchemaWriter& schema, std::string_view key, TypeInfo const& type) {
    json.key(key);
    if (type.name == "Empty")
        json.raw(R"({"type":"null"})");
    else
        schema.reference(type);
}

void event(JsonWriter& json, SchemaWriter& schema, EventInfo const& e) {
    json.begin_object();
    write_text(json, "name", e.name);
    write_text(json, "direction", wire_names(e.direction)[static_cast<std::size_t>(e.direction)]);
    write_text(json, "summary", e.summary);
    if (e.direction == Direction::to_client) {
        write_text(json, "delivery", wire_names(e.delivery)[static_cast<std::size_t>(e.delivery)]);
        payload(json, schema, "payload", *e.payload);
    } else {
        json.key("limit_per_minute");
        json.integer(e.limit.requests);
        json.key("failures");
        json.begin_array();
        for (auto const failure : e.failures)
            if (!failure.empty())
                json.string(failure);
        json.end_array();
        payload(json, schema, "payload", *e.payload);
        payload(json, schema, "ack", *e.ack);
    }
    json.end_object();
}

}  // namespace

std::string events_document(std::span<EventInfo const> events, std::string_view version) {
    auto const use = types_of({}, events);
    std::string out;
    JsonWriter json(out);
    SchemaWriter schema(json, use, "#/$defs/");
    json.begin_object();
    write_text(json, "title", "AspireX: the live connection");
    write_text(json, "version", version);
    write_text(
        json, "description",
        "docs/realtime.md says how these travel. Lasting events come inside of `event` frames, in the order "
        "of their numbers; passing ones come under their own name. What the client says is answered with "
        "{ok: true, data: ack} or {ok: false, reason, fields, retry_after}.");
    json.key("events");
    json.begin_array();
    for (EventInfo const& e : events) event(json, schema, e);
    json.end_array();
    json.key("$defs");
    json.begin_object();
    schema.definitions();
    json.end_object();
    json.end_object();
    return out;
}

}  // namespace ax::contract
