#pragma once

#include "contract/codec.h"
#include "platform/http/message.h"

#include <string_view>

/// Reading a request's target and token. Total: any bytes in, a verdict out.
namespace ax::api {

/// The next segment of `path`, which is shortened by it. Empty at the end, a trailing slash included.
[[nodiscard]] std::string_view next_segment(std::string_view& path);

/// `Token <token>` as the document has it, `Bearer` as everyone else has it; empty if there is neither.
[[nodiscard]] std::string_view token_of(http::Request const& request);

/// Adds the decoded fields of a query; false if it can't be decoded or has more than 64 fields.
[[nodiscard]] bool add_query(std::string_view query, contract::TextFields& fields);

}  // namespace ax::api
