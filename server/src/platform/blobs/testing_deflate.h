#pragma once

#include <string>
#include <string_view>
#include <zlib.h>

namespace ax::blobs {

inline std::string deflated(std::string_view bytes) {
    auto size = compressBound(bytes.size());
    std::string out(size, '\0');
    compress(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<Bytef const*>(bytes.data()),
             bytes.size());
    out.resize(size);
    return out;
}

}  // namespace ax::blobs
