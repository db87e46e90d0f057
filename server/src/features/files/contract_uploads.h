#pragma once

#include "features/files/contract.h"

/// What becomes of a file that came in parts (tus.cpp has the parts).
namespace ax::files {

struct Uploaded {
    std::string upload;
    static constexpr auto wire() {
        return contract::Fields{
            field("upload", &Uploaded::upload, Length{22, 22}, "The last part of the upload's address")};
    }
};

inline constexpr Endpoint<Uploaded, CvAnswer> kSetUploadedCv{
    .verb = Verb::post,
    .path = "/account/cv/uploaded/",
    .name = "files.setUploadedCv",
    .access = Access::signed_in,
    .summary = "One's CV from an upload in parts whose purpose is `cv`, once all of it is there",
    .limit = PerMinute{20},
    .idempotency_key = true,
    .failures = {"files.upload_not_found", "files.upload_incomplete", "files.not_a_pdf", "files.infected",
                 "files.quota"}};

}  // namespace ax::files
