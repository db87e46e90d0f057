#pragma once

#include "features/files/contract.h"

#include <vector>

/// What becomes of a file that came in parts (tus.cpp has the parts).
namespace ax::files {

enum class FileRoom : unsigned char { files, attachments };
constexpr auto wire_names(FileRoom) { return std::array<std::string_view, 2>{"files", "attachments"}; }

struct KeptFiles {
    FileRoom room = FileRoom::files;
    std::int64_t used = 0;
    std::int64_t most = 0;
    static constexpr auto wire() {
        return contract::Fields{
            field("room", &KeptFiles::room, "files: photos, covers and the CV; attachments: of chats"),
            field("used", &KeptFiles::used, "Bytes; what was replaced counts until it is collected"),
            field("most", &KeptFiles::most)};
    }
};

struct FileStorage {
    std::vector<KeptFiles> rooms;
    static constexpr auto wire() { return contract::Fields{field("rooms", &FileStorage::rooms)}; }
};

inline constexpr Endpoint<Empty, FileStorage> kStorage{
    .verb = Verb::get,
    .path = "/account/storage/",
    .name = "files.storage",
    .access = Access::signed_in,
    .summary = "How much the caller keeps here, and may keep"};

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
    .failures = {"files.upload_not_found", "files.upload_incomplete", "files.not_a_pdf", "files.pdf_active",
                 "files.pdf_unreadable", "files.infected", "files.quota"}};

}  // namespace ax::files
