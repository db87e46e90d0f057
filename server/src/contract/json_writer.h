#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace ax::contract {

/// Appends JSON to a string: no tree, no allocation but the string's own. Commas are placed by the writer;
/// the caller keeps begin/end and key/value in pairs.
class JsonWriter {
public:
    explicit JsonWriter(std::string& out) : out_(out) {}

    void begin_object() { open('{'); }
    void end_object() { close('}'); }
    void begin_array() { open('['); }
    void end_array() { close(']'); }
    void key(std::string_view name);
    void string(std::string_view text);
    void integer(std::int64_t value);
    void boolean(bool value);
    void null();
    /// `json` is already JSON.
    void raw(std::string_view json);

private:
    void separate();
    void open(char bracket);
    void close(char bracket);

    std::string& out_;
    bool first_ = true;
};

/// `text` as a JSON string, quotes included. Invalid UTF-8 is the caller's fault; control characters are
/// escaped.
void append_json_string(std::string& out, std::string_view text);

}  // namespace ax::contract
