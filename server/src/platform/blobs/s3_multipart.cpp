#include "base/percent.h"
#include "platform/blobs/s3_bucket.h"
#include "platform/blobs/s3_xml.h"

#include <exception>

#include <fmt/format.h>

// Large files as S3 has them: parts that are nothing until the last request makes a file of them. So what
// fails before that one has surely not kept the file, and each part has a deadline of its own.
namespace ax::blobs {
namespace {

constexpr int kMissing = 404;
constexpr std::size_t kPart = 5UL * 1024 * 1024;  // the least that all but the last may have

std::string upload_query(std::string const& upload) { return "uploadId=" + percent_encoded(upload); }

}  // namespace

Task<std::string> S3Bucket::begin_parts(std::string path) {
    auto const answer = co_await ask({.method = "POST", .path = std::move(path), .query = "uploads="});
    auto const upload = s3_element(answer.body, "UploadId").value_or("");
    if (answer.status == kMissing || upload.empty())
        refused(answer.status, answer.status == kMissing ? s3_code(answer.body) : "without an UploadId");
    co_return std::string(upload);
}

Task<std::string> S3Bucket::send_parts(std::string path, std::string const& upload, std::string_view bytes) {
    std::string list;
    for (std::size_t from = 0, number = 1; from < bytes.size(); from += kPart, ++number) {
        auto const answer =
            co_await ask({.method = "PUT",
                          .path = path,
                          .query = fmt::format("partNumber={}&{}", number, upload_query(upload)),
                          .body = bytes.substr(from, kPart)});
        if (answer.status == kMissing)
            refused(answer.status, s3_code(answer.body));
        expect_object(answer);
        list += fmt::format("<Part><PartNumber>{}</PartNumber><ETag>{}</ETag></Part>", number,
                            answer.header("etag"));
    }
    co_return list;
}

Task<void> S3Bucket::complete(std::string path, std::string const& upload, std::string parts) {
    auto const body = fmt::format("<CompleteMultipartUpload>{}</CompleteMultipartUpload>", parts);
    auto const answer = co_await ask(
        {.method = "POST", .path = std::move(path), .query = upload_query(upload), .body = body});
    if (answer.status == kMissing)
        refused(answer.status, s3_code(answer.body));
    // One that fails on the way says so in the body of a 200.
    if (!answer.body.contains("<CompleteMultipartUploadResult"))
        throw Unreachable(fmt::format("the store can't put parts together: {}", s3_code(answer.body)),
                          Unreachable::Outcome::unknown);
}

// The service keeps, and counts, parts that nobody completes or aborts.
Task<void> S3Bucket::abort(std::string path, std::string const& upload) {
    try {
        (void)co_await ask({.method = "DELETE",
                            .path = std::move(path),
                            .query = upload_query(upload),
                            .patience = kCheckPatience});
    } catch (Unreachable const&) {
        // Its rule for unfinished uploads is what is left.
        co_return;
    }
}

Task<void> S3Bucket::put_in_parts(std::string path, std::string_view bytes) {
    std::string upload;
    std::string parts;
    std::string problem;
    try {
        upload = co_await begin_parts(path);
        parts = co_await send_parts(path, upload, bytes);
    } catch (Unreachable const& unreachable) {
        problem = unreachable.what();
    }
    if (!problem.empty()) {
        if (!upload.empty())
            co_await abort(path, upload);
        throw Unreachable(problem, Unreachable::Outcome::nothing_done);
    }
    std::exception_ptr failure;
    bool refused_it = false;
    try {
        co_await complete(path, upload, std::move(parts));
    } catch (Unreachable const& unreachable) {
        refused_it = !unreachable.may_be_done();
        failure = std::current_exception();
    }
    if (refused_it)
        co_await abort(path, upload);
    if (failure)
        std::rethrow_exception(failure);
}

}  // namespace ax::blobs
