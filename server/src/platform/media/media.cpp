#include "platform/media/media.h"

#include "platform/crypto/encode.h"
#include "platform/telemetry/log.h"
#include "platform/telemetry/metrics.h"

#include <array>
#include <csignal>
#include <unistd.h>

#include <fmt/format.h>

namespace ax::media {
namespace {

using protocol::Status;
using End = Run::End;

struct Kind {
    std::string_view content_type;
    std::string_view extension;
};
constexpr std::array kKinds{Kind{"image/jpeg", "jpg"}, Kind{"image/png", "png"}, Kind{"image/webp", "webp"},
                            Kind{"image/gif", "gif"}, Kind{"image/avif", "avif"}};
constexpr std::size_t kLongestHash = 25;  // with transparency
constexpr int kRetryAfter = 30;

// One pixel, for problem().
constexpr std::string_view kSample{
    "\x89PNG\r\n\x1a\n"
    "\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\0\0\0\0:~\x9bU"
    "\0\0\0\nIDATx\xda"
    "c`\0\0\0\2\0\1\xe5'\xde\xfc"
    "\0\0\0\0IEND\xae"
    "B`\x82",
    67};

metrics::Counter& pictures(std::string_view outcome) {
    return metrics::counter("pictures_decoded_total", "Pictures given to the process that decodes them",
                            {{"outcome", outcome}});
}

std::string_view name_of(End end) {
    constexpr std::array<std::string_view, 5> kNames{"done", "failed", "killed", "too_late", "too_much"};
    return kNames.at(static_cast<std::size_t>(end));
}

bool is_plausible(protocol::Answer const& answer, std::uint32_t most_pixels) {
    return answer.width > 0 && answer.height > 0 &&
           std::uint64_t{answer.width} * answer.height <= most_pixels && !answer.picture.empty() &&
           !answer.hash.empty() && answer.hash.size() <= kLongestHash;
}

Result<Rendered> render_now(std::filesystem::path const& program, Limits const& limits,
                            protocol::Request const& request) {
    auto const picture = request.picture;
    if (picture.size() > protocol::kMostSent)
        return fail(Code::too_large, "files.too_large");
    auto const sent = protocol::encode(request);
    auto const run =
        run_helper(program, sent, {.patience = limits.patience, .most_answered = protocol::kMostAnswered});
    auto answer = run.end == End::done ? protocol::answer_in(run.answer) : std::nullopt;
    if (!answer || (answer->status == Status::done && !is_plausible(*answer, request.most_pixels))) {
        // Whoever sent it may try to break in, or the limits are too low for what people have.
        telemetry::log(telemetry::Level::warn, "media.helper_failed",
                       {{"end", name_of(run.end)},
                        {"signal", std::int64_t{run.signal}},
                        {"bytes", static_cast<std::int64_t>(picture.size())}});
        pictures(name_of(run.end == End::done ? End::failed : run.end)).add();
        bool const slow = run.end == End::too_late || (run.end == End::killed && run.signal == SIGXCPU);
        return fail(Code::invalid, slow ? "files.image_too_slow" : "files.image_refused");
    }
    pictures(answer->status == Status::done ? "done" : "refused").add();
    if (answer->status == Status::broken)
        return fail(Code::invalid, "files.not_an_image");
    if (answer->status == Status::too_large)
        return fail(Code::invalid, "files.image_too_large");
    std::vector<Rendition> renditions;
    for (auto& one : answer->narrower)
        renditions.push_back({.width = static_cast<int>(one.width),
                              .extension = kKinds.at(static_cast<std::size_t>(one.format)).extension,
                              .bytes = std::move(one.picture)});
    auto const& kind = kKinds.at(static_cast<std::size_t>(answer->format));
    return Rendered{.content_type = kind.content_type,
                    .extension = kind.extension,
                    .width = static_cast<int>(answer->width),
                    .height = static_cast<int>(answer->height),
                    .hash = crypto::to_base64url(answer->hash),
                    .bytes = std::move(answer->picture),
                    .renditions = std::move(renditions)};
}

}  // namespace

Media::Media(std::filesystem::path program, Limits limits)
    : program_(std::move(program)), limits_(limits), pool_(limits.at_once, limits.waiting) {}

Task<Result<Rendered>> Media::render(Purpose purpose, std::string_view picture,
                                     std::vector<std::uint32_t> widths) {
    co_return co_await pool_.run([&]() -> Result<Rendered> {
        try {
            return render_now(program_, limits_,
                              {.purpose = purpose,
                               .most_pixels = limits_.most_pixels,
                               .widths = std::move(widths),
                               .picture = picture});
        } catch (Unavailable const& problem) {
            telemetry::log(telemetry::Level::error, "media.unavailable",
                           {{"detail", std::string_view(problem.what())}});
            return std::unexpected(Error{Code::unavailable, "files.pictures_unavailable", {}, kRetryAfter});
        }
    });
}

std::optional<std::string> problem_with(std::filesystem::path const& program) {
    if (::access(program.c_str(), X_OK) != 0)
        return fmt::format("{} is not there, or may not be run", program.string());
    try {
        if (auto const sample = render_now(program, {}, {.most_pixels = 1, .picture = kSample}); !sample)
            return fmt::format("{} can't decode a picture here ({})", program.string(),
                               sample.error().reason);
    } catch (Unavailable const& problem) {
        return problem.what();
    }
    return std::nullopt;
}

}  // namespace ax::media
