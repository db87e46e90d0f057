#pragma once

#include "contract/document.h"
#include "contract/json_writer.h"

#include <string_view>
#include <vector>

/// JSON Schema (2020-12, as OpenAPI 3.1 uses it) of wire types, for the documents.
namespace ax::contract {

/// Writes `"key": "text"`.
void write_text(JsonWriter& json, std::string_view key, std::string_view value);

/// Named types become references to `prefix` and the name they have in `use`. Writes into the caller's JSON,
/// where a value is due.
class SchemaWriter {
public:
    SchemaWriter(JsonWriter& json, TypeUse const& use, std::string_view prefix)
        : json_(json), use_(use), prefix_(prefix) {}

    void reference(TypeInfo const& type);
    /// A field's schema: its type narrowed by its rules.
    void value(TypeInfo const& type, Rules const& rules, std::string_view doc);
    void object(std::vector<FieldInfo const*> const& fields, bool answered);
    /// An object of every type in use, by name.
    void definitions();

private:
    void definition(TypeInfo const& type);

    JsonWriter& json_;
    TypeUse const& use_;
    std::string_view prefix_;
};

}  // namespace ax::contract
