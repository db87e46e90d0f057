#pragma once

#include "platform/blobs/pdf_rules.h"

#include <cstddef>
#include <optional>
#include <string_view>

namespace ax::blobs::pdf {

/// What a dictionary says about the data behind it.
struct StreamKeys {
    bool typed = false;  // /Type /ObjStm
    std::optional<std::size_t> count;
    std::optional<std::size_t> first;
    bool has_count = false;
    bool has_first = false;
    bool inflate = false;
    /// A filter that is not read here, or something that readers could understand differently.
    bool unclear = false;

    /// Not all readers ask for the type.
    [[nodiscard]] bool may_hold_objects() const { return typed || has_count || has_first; }
};

struct Object {
    PdfContent content = PdfContent::plain;
    std::size_t end = 0;
    bool dictionary = false;
    StreamKeys keys = {};
};

/// The object that begins there, read so strictly that any reader has to read the same, and has to end where
/// this one does; otherwise it is unreadable. None at all is plain.
[[nodiscard]] Object read_object(std::string_view file, std::size_t at);

}  // namespace ax::blobs::pdf
