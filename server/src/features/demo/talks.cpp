#include "features/demo/talks.h"

#include "features/demo/people.h"

#include <array>
#include <span>
#include <stdexcept>

#include <fmt/format.h>

namespace ax::demo {
namespace {

struct Line {
    bool by_mentor;
    std::string_view text;
};

constexpr std::array kWithAsha{
    Line{false, "Hi Asha! I have my first system design interview in three weeks. Is one session enough?"},
    Line{true, "Hi Ravi. One to find the gaps, two if you want to close them. What have you built so far?"},
    Line{false, "A URL shortener and a small chat server. The chat server falls over at about 200 people."},
    Line{true, "Lovely, then we take that one apart. Bring a drawing of it, on paper is fine."},
    Line{true, "And read this before: https://www.postgresql.org/docs/current/mvcc-intro.html"},
};
constexpr std::array kWithLena{
    Line{false, "Hello Lena, my thesis has 40 patients and 12 variables. Is that hopeless?"},
    Line{true,
         "Not hopeless, but we'll choose the question before we choose the test. Can you send me the list?"},
};

struct Side {
    auth::Account account;
    [[nodiscard]] contract::Caller caller() const {
        return {.account = account.id, .student = account.student, .mentor = account.mentor};
    }
};

Task<void> add_talk(db::Tx& tx, Ports& ports, auth::Account const& student, std::string_view mentor_email,
                    std::span<Line const> lines) {
    auto const mentor = co_await ports.auth.accounts().find_by_email(tx, mentor_email);
    if (!mentor)
        co_return;
    auto const talk = co_await ports.chat.introduce(tx, student.id, mentor->id);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        auto const& speaker = lines[i].by_mentor ? *mentor : student;
        auto const said = co_await ports.chat.say(tx, Side{speaker}.caller(),
                                                  {.conversation = talk,
                                                   .text = std::string(lines[i].text),
                                                   .client_key = fmt::format("demo-line-{}", i),
                                                   .reply_to = {},
                                                   .thread = {},
                                                   .attachment = {}});
        if (!said)
            throw std::runtime_error("demo talk breaks a rule: " + said.error().reason);
    }
}

}  // namespace

Task<void> add_talks(Ports& ports) {
    co_await ports.db.write([&](db::Tx& tx) -> Task<Result<void>> {
        auto const student = co_await ports.auth.accounts().find_by_email(tx, kStudentEmail);
        co_await add_talk(tx, ports, *student, "asha@demo.aspirex.example", kWithAsha);
        co_await add_talk(tx, ports, *student, "lena@demo.aspirex.example", kWithLena);
        co_return Result<void>{};
    });
}

}  // namespace ax::demo
