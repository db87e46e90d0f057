#pragma once

#include "platform/media/protocol.h"

/// Pictures, by libvips. Not thread-safe.
namespace ax::media {

/// Loads what libvips loads late, and writes one picture of each kind, so that nothing has to be opened
/// afterwards. False: it doesn't work here.
[[nodiscard]] bool start_decoding();

/// The picture, decoded to its last pixel and written anew in its own format: in sRGB and eight bits, without
/// any metadata. Total: any bytes in.
[[nodiscard]] protocol::Answer decode(protocol::Request const& request);

}  // namespace ax::media
