#pragma once

#include "features/events/contract.h"

namespace ax::events {

using contract::Access;
using contract::Endpoint;
using contract::PerMinute;
using contract::Verb;

/// Visitors' alone: who is signed in reads what they registered for and what they manage. A registration
/// changes its event, by a trigger.
inline constexpr contract::Cached kPublicEvents{
    .seconds = 5,
    .shared_seconds = 10,
    .tag = "events",
    .tables = {"event", "event_tag", "event_registration", "account"},
    .visitors_only = true};

inline constexpr Endpoint<EventQuery, EventList> kList{.verb = Verb::get,
                                                       .path = "/events/",
                                                       .name = "events.list",
                                                       .access = Access::anyone,
                                                       .summary = "Events to come to",
                                                       .cached = kPublicEvents,
                                                       .failures = {"auth.sign_in_needed"}};
inline constexpr Endpoint<contract::Empty, EventTags> kTags{.verb = Verb::get,
                                                            .path = "/events/tags/",
                                                            .name = "events.tags",
                                                            .access = Access::anyone,
                                                            .summary = "What upcoming events are about",
                                                            .cached = kPublicEvents};
inline constexpr Endpoint<EventRef, CommunityEvent> kGet{.verb = Verb::get,
                                                         .path = "/events/{event}/",
                                                         .name = "events.get",
                                                         .access = Access::anyone,
                                                         .summary = "One event",
                                                         .cached = kPublicEvents,
                                                         .failures = {"events.not_found"}};
inline constexpr Endpoint<CreateEvent, CommunityEvent> kCreate{
    .verb = Verb::post,
    .path = "/events/",
    .name = "events.create",
    .access = Access::signed_in,
    .summary = "A draft, by an approved mentor or the staff",
    .limit = PerMinute{20},
    .success = 201,
    .failures = {"auth.not_allowed", "events.too_many"}};
inline constexpr Endpoint<UpdateEvent, CommunityEvent> kUpdate{
    .verb = Verb::patch,
    .path = "/events/{event}/",
    .name = "events.update",
    .access = Access::signed_in,
    .summary = "Say it anew; who is registered hears of another time or place",
    .limit = PerMinute{30},
    .failures = {"events.not_found", "auth.not_allowed", "events.over", "events.cancelled"}};
inline constexpr Endpoint<DuplicateEvent, CommunityEvent> kDuplicate{
    .verb = Verb::post,
    .path = "/events/{event}/duplicate/",
    .name = "events.duplicate",
    .access = Access::signed_in,
    .summary = "A draft of the same, whole weeks later at the same time of day",
    .limit = PerMinute{20},
    .success = 201,
    .failures = {"events.not_found", "auth.not_allowed", "events.too_many"}};
inline constexpr Endpoint<PublishEvent, CommunityEvent> kPublish{
    .verb = Verb::post,
    .path = "/events/{event}/publish/",
    .name = "events.publish",
    .access = Access::signed_in,
    .summary = "Show it to everybody, or take it back",
    .limit = PerMinute{30},
    .failures = {"events.not_found", "auth.not_allowed", "events.over", "events.cancelled",
                 "events.has_people"}};
inline constexpr Endpoint<CancelEvent, CommunityEvent> kCancel{
    .verb = Verb::post,
    .path = "/events/{event}/cancel/",
    .name = "events.cancel",
    .access = Access::signed_in,
    .summary = "Call it off; everybody who was coming or waiting is told",
    .limit = PerMinute{30},
    .failures = {"events.not_found", "auth.not_allowed", "events.over", "events.not_published"}};
inline constexpr Endpoint<RegisterForEvent, CommunityEvent> kRegister{
    .verb = Verb::post,
    .path = "/events/{event}/registration/",
    .name = "events.register",
    .access = Access::signed_in,
    .summary = "Take a place, take the place that is offered, or wait for one",
    .limit = PerMinute{30},
    .failures = {"events.not_found", "events.full", "events.over", "events.cancelled", "events.not_published",
                 "events.own", "events.offer_over"}};
inline constexpr Endpoint<EventRef, CommunityEvent> kUnregister{
    .verb = Verb::del,
    .path = "/events/{event}/registration/",
    .name = "events.unregister",
    .access = Access::signed_in,
    .summary = "Give back a place, an offer, or the place in the waitlist",
    .limit = PerMinute{30},
    .failures = {"events.not_found", "events.over"}};
inline constexpr Endpoint<AttendeeQuery, Attendees> kAttendees{
    .verb = Verb::get,
    .path = "/events/{event}/attendees/",
    .name = "events.attendees",
    .access = Access::signed_in,
    .summary = "Who comes and who waits, for who manages the event",
    .failures = {"events.not_found", "auth.not_allowed"}};
inline constexpr Endpoint<EventRef, AttendeeFile> kAttendeeFile{
    .verb = Verb::get,
    .path = "/events/{event}/attendees/file/",
    .name = "events.attendeeFile",
    .access = Access::signed_in,
    .summary = "The same as a table to download",
    .limit = PerMinute{10},
    .failures = {"events.not_found", "auth.not_allowed"}};
inline constexpr Endpoint<CheckIn, CheckedIn> kCheckIn{
    .verb = Verb::post,
    .path = "/events/{event}/check-in/",
    .name = "events.checkIn",
    .access = Access::signed_in,
    .summary = "Somebody is there, by the code they show",
    .failures = {"events.not_found", "auth.not_allowed", "events.code_unknown", "events.code_of_other_event",
                 "events.not_published"}};

}  // namespace ax::events
