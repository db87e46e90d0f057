#pragma once

#include "contract/endpoint.h"

#include <array>
#include <optional>
#include <string>

/// What travels about files. Uploads are raw bodies (routes.cpp); these are their answers.
namespace ax::files {

using contract::Access;
using contract::Empty;
using contract::Endpoint;
using contract::field;
using contract::Length;
using contract::PerMinute;
using contract::Verb;

struct Picture {
    std::string url;
    int width = 0;
    int height = 0;
    bool checking = false;
    static constexpr auto wire() {
        return contract::Fields{
            field("url", &Picture::url, "Its query tells size, ThumbHash and the widths of its renditions"),
            field("width", &Picture::width), field("height", &Picture::height),
            field("checking", &Picture::checking, "Nobody can see it before the virus scanner has")};
    }
};

/// Checking: nobody can read it before the virus scanner has. Refused: it found something, and the file is
/// gone.
enum class CvState : unsigned char { ready, checking, refused };
constexpr auto wire_names(CvState) { return std::array<std::string_view, 3>{"ready", "checking", "refused"}; }

struct Cv {
    std::string url;
    std::int64_t bytes = 0;
    Instant uploaded_at;
    CvState state = CvState::ready;
    static constexpr auto wire() {
        return contract::Fields{field("url", &Cv::url, "A PDF, for who may read it; with the caller's token"),
                                field("bytes", &Cv::bytes), field("uploaded_at", &Cv::uploaded_at),
                                field("state", &Cv::state)};
    }
};

struct CvAnswer {
    std::optional<Cv> cv;
    static constexpr auto wire() {
        return contract::Fields{field("cv", &CvAnswer::cv, "Null: there is none")};
    }
};

/// For a browser, which sends no token when it fetches a file by itself.
struct FileLink {
    std::string url;
    Instant expires_at;
    static constexpr auto wire() {
        return contract::Fields{field("url", &FileLink::url,
                                      "The file as a download, without a token: whoever has it has the file"),
                                field("expires_at", &FileLink::expires_at)};
    }
};

struct CvOf {
    std::string person;
    static constexpr auto wire() {
        return contract::Fields{field("person", &CvOf::person, Length{7, 20}, "M000001 or S000001")};
    }
};

inline constexpr Endpoint<Empty, Empty> kRemovePhoto{.verb = Verb::del,
                                                     .path = "/account/photo/",
                                                     .name = "files.removePhoto",
                                                     .access = Access::signed_in,
                                                     .summary = "Remove one's photo",
                                                     .limit = PerMinute{20}};

inline constexpr Endpoint<Empty, CvAnswer> kMyCv{.verb = Verb::get,
                                                 .path = "/account/cv/",
                                                 .name = "files.myCv",
                                                 .access = Access::signed_in,
                                                 .summary = "One's own CV"};

inline constexpr Endpoint<Empty, Empty> kRemoveCv{.verb = Verb::del,
                                                  .path = "/account/cv/",
                                                  .name = "files.removeCv",
                                                  .access = Access::signed_in,
                                                  .summary = "Remove one's CV",
                                                  .limit = PerMinute{20}};

inline constexpr Endpoint<CvOf, CvAnswer> kCvOf{
    .verb = Verb::get,
    .path = "/people/{person}/cv/",
    .name = "files.cvOf",
    .access = Access::signed_in,
    .summary = "Somebody's CV, for those who have a session with them",
    .failures = {"files.cv_not_found"}};

inline constexpr Endpoint<CvOf, FileLink> kCvLink{
    .verb = Verb::get,
    .path = "/people/{person}/cv/link/",
    .name = "files.cvLink",
    .access = Access::signed_in,
    .summary = "An address of somebody's CV for ten minutes, for those who have a session with them",
    .limit = PerMinute{60},
    .failures = {"files.cv_not_found", "files.being_checked", "files.infected"}};

}  // namespace ax::files
