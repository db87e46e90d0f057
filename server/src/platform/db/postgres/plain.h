#pragma once

#include "platform/db/plain.h"

namespace ax::db::postgres {

/// See Plain.
[[nodiscard]] std::unique_ptr<Plain> open_plain(std::string const& url, Access access);

}  // namespace ax::db::postgres
