#include "platform/blobs/download.h"

#include "base/percent.h"

#include <fmt/format.h>

namespace ax::blobs {

std::string disposition(std::string_view kind, std::string_view name) {
    return fmt::format("{}; filename*=UTF-8''{}", kind, percent_encoded(name));
}

}  // namespace ax::blobs
