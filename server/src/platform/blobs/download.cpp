#include "platform/blobs/download.h"

#include <fmt/format.h>

namespace ax::blobs {

std::string disposition(std::string_view kind, std::string_view name) {
    auto out = fmt::format("{}; filename*=UTF-8''", kind);
    for (char const c : name) {
        auto const byte = static_cast<unsigned char>(c);
        bool const plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                           c == '.' || c == '-' || c == '_';
        out += plain ? std::string(1, c) : fmt::format("%{:02X}", byte);
    }
    return out;
}

}  // namespace ax::blobs
