#include "features/availability/question.h"

#include "features/availability/engine.h"

#include <algorithm>

namespace ax::availability {
namespace {

namespace chrono = std::chrono;

// Appends keeping `out` disjoint; `next` must not begin before the last one does.
void append(std::vector<Interval>& out, Interval next) {
    if (next.begin >= next.end)
        return;
    if (!out.empty() && next.begin <= out.back().end)
        out.back().end = std::max(out.back().end, next.end);
    else
        out.push_back(next);
}

std::vector<Interval> disjoint(std::vector<Interval> ranges) {
    std::ranges::sort(ranges);
    std::vector<Interval> out;
    out.reserve(ranges.size());
    for (auto const& range : ranges) append(out, range);
    return out;
}

// The first of some ascending disjoint ranges that ends after `at`.
auto first_ending_after(std::vector<Interval> const& ranges, Instant at) {
    return std::ranges::upper_bound(ranges, at, {}, &Interval::end);
}

bool overlaps(std::vector<Interval> const& ranges, Instant begin, Instant end) {
    auto const next = first_ending_after(ranges, begin);
    return next != ranges.end() && next->begin < end;
}

LocalTime ceil_to(LocalTime at, Duration step) {
    auto const over = (at.time_since_epoch() % step + step) % step;
    return over == Duration{} ? at : at + (step - over);
}

}  // namespace

std::vector<Interval> open_time(LocalHours const& hours, std::span<Offsets::Piece const> pieces, Instant from,
                                Instant to) {
    std::vector<Interval> out;
    for (auto const& piece : pieces) {
        Instant const begin = std::max(piece.begin, from);
        Instant const end = std::min(piece.end, to);
        if (begin >= end)
            continue;
        Date const last = chrono::floor<days>(piece.to_local(end));
        for (Date date = chrono::floor<days>(piece.to_local(begin)); date <= last; date += days{1})
            for (auto const& open : hours.on(date))
                append(out, {std::max(begin, piece.to_instant(date + minutes{open.start})),
                             std::min(end, piece.to_instant(date + minutes{open.end}))});
    }
    return out;
}

Question::Question(Schedule const& schedule, std::span<Busy const> busy, int minutes, Instant from,
                   Instant to, Instant now)
    : schedule_(schedule),
      length_(std::chrono::minutes{minutes}),
      from_(from),
      to_(to),
      now_(now),
      offsets_(schedule.zone, from - kBusyMargin, to + kBusyMargin),
      hours_(schedule, offsets_.date_of(from - kBusyMargin), offsets_.date_of(to + kBusyMargin)),
      open_(open_time(hours_, offsets_.pieces(), from, to + length_)),
      earliest_(now + std::chrono::minutes{schedule.minimum_notice}),
      last_date_(schedule.zone.date_of(now) + days{schedule.horizon_days}) {
    add_busy(busy);
}

void Question::add_busy(std::span<Busy const> busy) {
    Duration const before = minutes{schedule_.buffer_before};
    Duration const after = minutes{schedule_.buffer_after};
    std::vector<Interval> padded;
    std::vector<Date> dates;
    for (auto const& one : busy) {
        if (one.begin >= one.end || one.end <= from_ - kBusyMargin || one.begin >= to_ + kBusyMargin)
            continue;
        // The new session's own buffers always; those of the other side when it is a session too: they stack.
        bool const stacks = one.kind == Busy::Kind::session;
        (stacks ? taken_ : blocked_).push_back({one.begin, one.end});
        padded.push_back({one.begin - after - (stacks ? before : Duration{}),
                          one.end + before + (stacks ? after : Duration{})});
        if (stacks)
            dates.push_back(offsets_.date_of(one.begin));
    }
    taken_ = disjoint(std::move(taken_));
    blocked_ = disjoint(std::move(blocked_));
    padded_ = disjoint(std::move(padded));

    if (schedule_.daily_cap <= 0)
        return;
    std::ranges::sort(dates);
    for (auto day = dates.begin(); day != dates.end();) {
        auto const next = std::upper_bound(day, dates.end(), *day);
        if (next - day >= schedule_.daily_cap)
            full_.push_back(*day);
        day = next;
    }
}

Reasons Question::check(Instant start) const {
    Reasons out;
    LocalTime const local = offsets_.to_local(start);
    Date const date = chrono::floor<days>(local);
    check_time(out, start, date);
    check_hours(out, start, date);
    if ((local - date) % minutes{schedule_.start_every} != Duration{})
        out.add(Reason::off_grid);
    check_busy(out, start);
    if (!full_.empty() && std::ranges::binary_search(full_, date))
        out.add(Reason::daily_cap);
    return out;
}

void Question::check_time(Reasons& out, Instant start, Date date) const {
    if (start < now_)
        out.add(Reason::in_the_past);
    else if (start < earliest_)
        out.add(Reason::inside_minimum_notice);
    if (date > last_date_)
        out.add(Reason::beyond_horizon);
}

void Question::check_hours(Reasons& out, Instant start, Date date) const {
    auto const open = first_ending_after(open_, start);
    if (open != open_.end() && open->begin <= start) {
        if (start + length_ > open->end)
            out.add(Reason::session_does_not_fit);
    } else if (skipped_by_clock_change(start)) {
        out.add(Reason::nonexistent_local_time);
    } else {
        out.add(hours_.is_away(date)      ? Reason::away
                : hours_.on(date).empty() ? Reason::day_off
                                          : Reason::outside_hours);
    }
}

void Question::check_busy(Reasons& out, Instant start) const {
    bool const taken = overlaps(taken_, start, start + length_);
    bool const blocked = overlaps(blocked_, start, start + length_);
    if (taken)
        out.add(Reason::taken);
    if (blocked)
        out.add(Reason::busy_elsewhere);
    if (!taken && !blocked && overlaps(padded_, start, start + length_))
        out.add(Reason::buffer);
}

// Whoever writes a skipped local time down as an instant (browsers do, with the offset before the change)
// lands within the length of the gap after it. If the hours hold the time that was meant, the clock change is
// what to tell them.
bool Question::skipped_by_clock_change(Instant start) const {
    auto const pieces = offsets_.pieces();
    for (std::size_t i = 1; i < pieces.size(); ++i) {
        Instant const change = pieces[i].begin;
        if (start < change || start - change >= pieces[i].offset - pieces[i - 1].offset)
            continue;
        LocalTime const meant = pieces[i - 1].to_local(start);
        Date const date = chrono::floor<days>(meant);
        for (auto const& open : hours_.on(date))
            if (meant >= date + minutes{open.start} && meant < date + minutes{open.end})
                return true;
    }
    return false;
}

std::vector<Instant> Question::free_starts(std::size_t most) const {
    std::vector<Instant> out;
    Duration const step = minutes{schedule_.start_every};
    Instant const from = std::max({from_, earliest_, now_});
    for (auto const& open : open_) {
        Instant const last = std::min(open.end - length_, to_ - Duration{1});
        // Piece by piece: a shift of half an hour moves the grid of full hours on the time line.
        for (auto const& piece : offsets_.pieces()) {
            Instant const begin = std::max({from, open.begin, piece.begin});
            Instant at = piece.to_instant(ceil_to(piece.to_local(begin), step));
            for (; at <= last && at < piece.end; at += step) {
                if (!check(at).empty())
                    continue;
                out.push_back(at);
                if (out.size() >= most)
                    return out;
            }
        }
    }
    return out;
}

}  // namespace ax::availability
