#pragma once

#include "base/ids.h"

#include <span>

namespace ax::api {
class Call;
}

namespace ax::mentors {

/// Port that app fills: who looks at mentors. Called for every answer of the public pages, kept ones too, on
/// any loop, so it must neither wait nor fail.
class Audience {
public:
    Audience() = default;
    Audience(Audience const&) = delete;
    Audience& operator=(Audience const&) = delete;
    virtual ~Audience() = default;
    /// These stood in a page of the list of mentors.
    virtual void found(api::Call const& call, std::span<MentorId const> mentors) = 0;
    virtual void viewed(api::Call const& call, MentorId mentor) = 0;
};

}  // namespace ax::mentors
