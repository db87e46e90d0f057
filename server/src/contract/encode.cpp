#include "contract/codec.h"
#include "contract/json_writer.h"

#include <cstring>

#include <fmt/format.h>

namespace ax::contract {
namespace {

template <class T>
T const& as(void const* value) {
    return *static_cast<T const*>(value);
}

void encode_object(TypeInfo const& type, void const* object, JsonWriter& out) {
    out.begin_object();
    for (FieldInfo const& field : type.fields) {
        out.key(field.name);
        encode_value(*field.type(), field.get(object), out);
    }
    out.end_object();
}

void encode_list(TypeInfo const& type, void const* list, JsonWriter& out) {
    TypeInfo const& item = *type.item();
    out.begin_array();
    for (std::size_t i = 0, size = type.list_size(list); i < size; ++i)
        encode_value(item, type.list_at(list, i), out);
    out.end_array();
}

void encode_money(Money const& money, JsonWriter& out) {
    out.begin_object();
    out.key("amount");
    out.integer(money.amount);
    out.key("currency");
    out.string(money.currency);
    out.end_object();
}

}  // namespace

void encode_value(TypeInfo const& type, void const* value, JsonWriter& out) {
    if (type.encoded != nullptr)
        return out.raw(type.encoded(value));
    switch (type.kind) {
        case Kind::boolean:
            return out.boolean(as<bool>(value));
        case Kind::int32:
            return out.integer(as<int>(value));
        case Kind::int64:
            return out.integer(as<std::int64_t>(value));
        case Kind::real:
            return out.raw(fmt::format("{}", as<double>(value)));
        case Kind::string:
            return out.string(as<std::string>(value));
        case Kind::raw:
            return out.raw(as<RawJson>(value).json);
        case Kind::instant:
            return out.string(to_iso(as<Instant>(value)));
        case Kind::money:
            return encode_money(as<Money>(value), out);
        case Kind::student_id:
            return out.string(public_id(as<StudentId>(value)));
        case Kind::mentor_id:
            return out.string(public_id(as<MentorId>(value)));
        case Kind::enumeration:
            return out.string(type.names[as<unsigned char>(value)]);
        case Kind::list:
            return encode_list(type, value, out);
        case Kind::object:
            return encode_object(type, value, out);
        case Kind::optional:
            if (void const* const held = type.optional_get(value))
                encode_value(*type.item(), held, out);
            else
                out.null();
            return;
    }
}

void encode_to(TypeInfo const& type, void const* value, std::string& out) {
    JsonWriter writer(out);
    encode_value(type, value, writer);
}

}  // namespace ax::contract
