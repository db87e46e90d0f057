#include "features/demo/posts.h"

#include "features/demo/people.h"

#include <array>
#include <stdexcept>

#include <fmt/format.h>

namespace ax::demo {
namespace {

struct DemoPost {
    std::string_view by;
    std::string_view title;
    std::array<std::string_view, 3> tags;
    std::string_view text;
    std::string_view answer;  // of the student
};

constexpr std::string_view kAsha = "asha@demo.aspirex.example";
constexpr std::string_view kLena = "lena@demo.aspirex.example";

constexpr std::array kPosts{
    DemoPost{
        kStaffEmail,
        "Welcome to the community",
        {"welcome", "", ""},
        "This is the place for questions that more than one person has.\n\n- Ask about one thing at a time\n"
        "- Say what you have tried\n- Be kind: everybody was new once\n\n"
        "Everything you post here can be read by everybody. For what is private there is the chat.",
        ""},
    DemoPost{
        kAsha,
        "Five questions I ask about every system design",
        {"system-design", "interviews", ""},
        "Before I draw a single box, I ask:\n\n1. Who uses it, and how many of them at once?\n"
        "2. What must never be lost?\n3. What may be late, and by how much?\n4. What happens when a part dies?\n"
        "5. Who pays for it?\n\nMost *clever* answers turn out to be answers to a question that nobody asked. "
        "Start with the boring version: one process, one database, `EXPLAIN` on every query. Then break it "
        "with numbers, not with opinions.\n\n> A design is finished when you can say what it is **not** good "
        "for.\n\nIf you want to practise: take a thing you use every day, write down the five answers, and only "
        "then open the drawing tool. Bring it to a session and we take it apart together, line by line. It is "
        "more fun than it sounds, and it is exactly what a good interviewer does.",
        "The fourth one got me last week. **Thank you!**"},
    DemoPost{
        kLena,
        "Which test for small samples?",
        {"statistics", "research", ""},
        "With 40 patients the question matters more than the test. Write the question down as one sentence with "
        "a *difference* or a *relation* in it. If you can't, no test will help.\n\n```\nquestion -> outcome -> "
        "groups -> test\n```\n\nA readable start: https://www.openintro.org/book/os/",
        "I have twelve variables and one question. Does that count as progress?"},
    DemoPost{
        kStudentEmail,
        "My first system design session: what I would do differently",
        {"system-design", "notes", ""},
        "I brought a drawing of my chat server. We spent the whole hour on the line between two boxes.\n\n"
        "- Measure before the session, not in it\n- Bring the *failing* case\n- Write down what you did not "
        "understand while it is fresh",
        ""},
};

contract::Caller caller(auth::Account const& account) {
    return {
        .account = account.id, .student = account.student, .mentor = account.mentor, .staff = account.staff};
}

template <class T>
T must(Result<T> result) {
    if (!result)
        throw std::runtime_error("demo post breaks a rule: " + result.error().reason);
    return std::move(*result);
}

}  // namespace

Task<void> add_posts(Ports& ports) {
    auto const student = co_await ports.auth.accounts().find_by_email(ports.db, kStudentEmail);
    for (std::size_t i = 0; i < kPosts.size(); ++i) {
        DemoPost const& demo = kPosts[i];
        auto const author = co_await ports.auth.accounts().find_by_email(ports.db, demo.by);
        if (!author || !student)
            continue;
        community::CreatePost wish{.title = std::string(demo.title),
                                   .text = std::string(demo.text),
                                   .tags = {},
                                   .draft = false,
                                   .client_key = fmt::format("demo-post-{}", i)};
        for (auto const tag : demo.tags)
            if (!tag.empty())
                wish.tags.emplace_back(tag);
        auto const post = must(co_await ports.community.create(caller(*author), std::move(wish)));
        if (author->staff)
            must(co_await ports.community.mark({.post = post.id, .official = true, .pinned = true},
                                               caller(*author)));
        if (demo.answer.empty())
            continue;
        must(co_await ports.community.like(caller(*student), post.id, true));
        must(co_await ports.community.comment(caller(*student),
                                              {.post = post.id,
                                               .text = std::string(demo.answer),
                                               .reply_to = {},
                                               .client_key = fmt::format("demo-comment-{}", i)}));
    }
}

}  // namespace ax::demo
