#pragma once

#include "platform/db/plain.h"

namespace ax::db::sqlite {

/// See Plain.
[[nodiscard]] std::unique_ptr<Plain> open_plain(std::string const& path, Access access);

}  // namespace ax::db::sqlite
