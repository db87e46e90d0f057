#pragma once

#include "base/ids.h"
#include "base/money.h"
#include "base/result.h"
#include "base/task.h"
#include "base/time.h"
#include "features/auth/auth.h"
#include "features/mentors/audience.h"
#include "features/mentors/contract.h"
#include "features/mentors/contract_own.h"
#include "platform/api/router.h"
#include "platform/db/database.h"
#include "platform/jobs/jobs.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ax::mentors {

using SkillId = Id<struct SkillTag>;

/// What can be booked, or could be once. Archived and inactive ones are still known by id: sessions name
/// them.
struct BookableService {
    ServiceId id;
    MentorId mentor;
    std::string title;
    int minutes = 0;
    Money price;
    bool active = false;  // takes new sessions
};

struct Mentor {
    MentorId id;
    AccountId account;
    std::string name;
    std::string time_zone;
    Approval approval{};
};

struct KnownSkill {
    SkillId id;
    std::string name;  // as the vocabulary spells it
};

struct Stats {
    std::int64_t mentors = 0;  // approved
    std::int64_t zones = 0;    // different time zones among those who are listed
};

/// What can be booked of listed mentors, by length and currency.
struct ServiceKind {
    int minutes = 0;
    std::int64_t services = 0;
    std::int64_t mentors = 0;
    Money price_from;
    Money price_to;
};

/// A listed mentor who teaches some of what somebody wants to learn.
struct Teaching {
    MentorId mentor;
    contract::Encoded<MentorCard> card;
    std::vector<std::string> skills;  // those that were asked for
};

struct Listed {
    MentorId id;
    Instant updated_at;  // of the profile
};

// Events of the outbox. `account` is the mentor's.
struct MentorSubmitted {
    static constexpr std::string_view kName = "mentors.submitted";
    MentorId mentor;
    AccountId account;
    static constexpr auto wire() {
        return contract::Fields{field("mentor", &MentorSubmitted::mentor),
                                field("account", &MentorSubmitted::account)};
    }
};
struct MentorApproved {
    static constexpr std::string_view kName = "mentors.approved";
    MentorId mentor;
    AccountId account;
    static constexpr auto wire() {
        return contract::Fields{field("mentor", &MentorApproved::mentor),
                                field("account", &MentorApproved::account)};
    }
};
struct MentorRejected {
    static constexpr std::string_view kName = "mentors.rejected";
    MentorId mentor;
    AccountId account;
    std::string note;
    static constexpr auto wire() {
        return contract::Fields{field("mentor", &MentorRejected::mentor),
                                field("account", &MentorRejected::account),
                                field("note", &MentorRejected::note, MultiLine{})};
    }
};
/// Something that free times depend on has changed: the zone or the services. Availability computes next_free
/// anew.
struct MentorTimesChanged {
    static constexpr std::string_view kName = "mentors.times_changed";
    MentorId mentor;
    static constexpr auto wire() { return contract::Fields{field("mentor", &MentorTimesChanged::mentor)}; }
};

/// Mentor profiles, their services, approval, and the list in which they are found.
///
/// Made once; everything passed in outlives it. Thread-safe. Methods that take a Tx are part of the caller's
/// transaction; those that change anything the list shows rewrite the mentor's row in it. An unknown id
/// changes nothing, unless a Result says otherwise.
class Mentors {
public:
    struct Ports {
        db::Database& db;
        Clock const& clock;
        jobs::Outbox const& outbox;
        auth::Accounts const& accounts;
        Audience* audience = nullptr;
    };
    explicit Mentors(Ports ports);
    ~Mentors();
    Mentors(Mentors const&) = delete;
    Mentors& operator=(Mentors const&) = delete;

    void bind(api::Router& router);
    void listen(jobs::Listeners& listeners);

    // For auth::Profiles, which the composition root fills.
    Task<MentorId> create(db::Tx& tx, AccountId account) const;
    Task<Approval> approval(db::Executor& on, MentorId id) const;

    [[nodiscard]] Task<std::optional<Mentor>> mentor(db::Executor& on, MentorId id) const;
    [[nodiscard]] Task<std::optional<BookableService>> service(db::Executor& on, ServiceId id) const;
    /// The mentor's active services.
    [[nodiscard]] Task<std::vector<BookableService>> services(db::Executor& on, MentorId id) const;
    [[nodiscard]] Task<Stats> stats(db::Executor& on) const;
    /// The shortest first; at most 50.
    [[nodiscard]] Task<std::vector<ServiceKind>> service_kinds(db::Executor& on) const;
    /// A mentor's page, as GET /mentors/{mentor}/. Fails with mentors.not_found.
    [[nodiscard]] Task<Result<PublicMentor>> page(MentorId id) const;
    /// Listed mentors with any of these skills: most of them first, then the better rated. Without `except`.
    [[nodiscard]] Task<std::vector<Teaching>> teaching(db::Executor& on,
                                                       std::vector<std::string> const& skills,
                                                       std::vector<MentorId> const& except, int limit) const;
    /// The listed mentors of [from, to), by id.
    [[nodiscard]] Task<std::vector<Listed>> listed(db::Executor& on, MentorId from, MentorId to) const;
    /// The highest id in the list; 0 if it is empty.
    [[nodiscard]] Task<std::int64_t> last_listed(db::Executor& on) const;
    /// Listed mentors whose next free time lies before `at`, or who had none an hour earlier: their horizon
    /// moves on.
    [[nodiscard]] Task<std::vector<MentorId>> with_next_free_before(db::Executor& on, Instant at,
                                                                    int limit) const;

    // Told by availability.
    Task<void> set_next_free(db::Tx& tx, MentorId id, std::optional<Instant> at) const;
    Task<void> mark_has_availability(db::Tx& tx, MentorId id, bool has) const;
    /// The zone is the account's; the caller has checked the name.
    Task<void> set_time_zone(db::Tx& tx, MentorId id, std::string_view zone) const;
    // Told by reviews and booking. The rating is the Bayesian mean times 100.
    Task<void> set_rating(db::Tx& tx, MentorId id, std::optional<int> hundredths, int count) const;
    Task<void> set_sessions_count(db::Tx& tx, MentorId id, int count) const;
    /// The account's name or zone was changed elsewhere; a mentor's row in the list follows.
    Task<void> account_changed(db::Tx& tx, AccountId account) const;
    /// The same for its photo, which no free time depends on.
    Task<void> photo_changed(db::Tx& tx, AccountId account) const;

    /// As PATCH /mentors/me/ and POST /mentors/me/services/, for demo data: the same rules.
    Task<Result<void>> update(db::Tx& tx, MentorId id, UpdateMentor change) const;
    Task<Result<ServiceId>> add_service(db::Tx& tx, MentorId id, CreateService wanted) const;
    /// For the operator: from any state. Fails with mentors.not_found.
    Task<Result<void>> approve(db::Tx& tx, MentorId id) const;

    /// The vocabulary's entries for these names, in order, each once; unknown names join it. The names are
    /// tidy, with at most 40 letters.
    Task<std::vector<KnownSkill>> learn_skills(db::Tx& tx, std::vector<std::string> const& names) const;
    /// For other profiles: one tidy line, or `blank` if nothing visible is left.
    [[nodiscard]] static Result<std::string> tidy_line(std::string_view text, std::string_view field);
    [[nodiscard]] static Result<std::vector<Link>> tidy_links(std::vector<Link> const& links);
    [[nodiscard]] static Result<std::vector<Education>> tidy_education(std::vector<Education> const& list);
    /// For other profiles: how much of these parts is there.
    [[nodiscard]] static Completion completion_of(
        std::vector<std::pair<std::string_view, bool>> const& parts);
    /// Tidies a list of names as profiles hold them: `skills[3]` in errors comes from `field`.
    [[nodiscard]] static Result<std::vector<std::string>> tidy_names(std::vector<std::string> const& names,
                                                                     std::string_view field);
    [[nodiscard]] static Result<std::vector<std::string>> tidy_languages(
        std::vector<std::string> const& names, std::string_view field);
    /// For other profiles: lists as a column holds them. Read without the rules of requests: what was
    /// accepted once stays readable.
    [[nodiscard]] static std::string column_of(std::vector<std::string> const& names);
    [[nodiscard]] static std::string column_of(std::vector<Link> const& links);
    [[nodiscard]] static std::string column_of(std::vector<Education> const& education);
    [[nodiscard]] static std::vector<Education> education_in(std::string_view column);
    [[nodiscard]] static std::vector<std::string> names_in(std::string_view column);
    [[nodiscard]] static std::vector<Link> links_in(std::string_view column);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace ax::mentors
