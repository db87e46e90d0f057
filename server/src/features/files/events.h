#pragma once

#include "base/ids.h"
#include "base/time.h"
#include "contract/describe.h"

#include <array>
#include <string>
#include <string_view>

/// What others may want to hear of files.
namespace ax::files {

enum class FileKind : unsigned char { photo, cover, cv };
constexpr auto wire_names(FileKind) { return std::array<std::string_view, 3>{"photo", "cover", "cv"}; }

/// The scanner could not say when it was uploaded, and found something later: it is gone.
struct FoundInfected {
    static constexpr std::string_view kName = "files.found_infected";
    AccountId owner;
    FileKind kind{};
    Instant uploaded_at;
    std::string key;
    static constexpr auto wire() {
        using contract::field;
        return contract::Fields{field("owner", &FoundInfected::owner), field("kind", &FoundInfected::kind),
                                field("uploaded_at", &FoundInfected::uploaded_at),
                                field("key", &FoundInfected::key)};
    }
};

}  // namespace ax::files
