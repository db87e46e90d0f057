#pragma once

#include "features/webhooks/contract.h"

namespace ax::webhooks {

inline constexpr Endpoint<Empty, Hooks> kList{.verb = Verb::get,
                                              .path = "/staff/webhooks/",
                                              .name = "webhooks.list",
                                              .access = Access::staff,
                                              .summary = "Where events are sent, and which kinds there are"};

inline constexpr Endpoint<CreateHook, HookSecret> kCreate{
    .verb = Verb::post,
    .path = "/staff/webhooks/",
    .name = "webhooks.create",
    .access = Access::staff,
    .summary = "Send events of these kinds to a URL from now on",
    .limit = {10},
    .success = 201,
    .failures = {"webhooks.too_many"}};

inline constexpr Endpoint<UpdateHook, Hook> kUpdate{.verb = Verb::put,
                                                    .path = "/staff/webhooks/{webhook}/",
                                                    .name = "webhooks.update",
                                                    .access = Access::staff,
                                                    .summary = "Another URL, other kinds; the secret stays",
                                                    .limit = {30},
                                                    .failures = {"webhooks.unknown"}};

inline constexpr Endpoint<OneHook, Empty> kRemove{
    .verb = Verb::del,
    .path = "/staff/webhooks/{webhook}/",
    .name = "webhooks.remove",
    .access = Access::staff,
    .summary = "Send nothing there any more, and forget what was",
    .limit = {30},
    .failures = {"webhooks.unknown"}};

inline constexpr Endpoint<PauseHook, Hook> kPause{
    .verb = Verb::put,
    .path = "/staff/webhooks/{webhook}/paused/",
    .name = "webhooks.pause",
    .access = Access::staff,
    .summary = "Stop for a while, or go on. What happens meanwhile is skipped, and can be replayed",
    .limit = {30},
    .failures = {"webhooks.unknown"}};

inline constexpr Endpoint<OneHook, HookSecret> kRotate{
    .verb = Verb::post,
    .path = "/staff/webhooks/{webhook}/rotate/",
    .name = "webhooks.rotate",
    .access = Access::staff,
    .summary = "A new secret; for a day the old one signs, too",
    .limit = {10},
    .failures = {"webhooks.unknown"}};

inline constexpr Endpoint<OneHook, HookDelivery> kTest{
    .verb = Verb::post,
    .path = "/staff/webhooks/{webhook}/test/",
    .name = "webhooks.test",
    .access = Access::staff,
    .summary = "Send webhook.test there, also while paused",
    .limit = {10},
    .failures = {"webhooks.unknown"}};

inline constexpr Endpoint<HookDeliveryQuery, HookDeliveries> kDeliveries{
    .verb = Verb::get,
    .path = "/staff/webhooks/{webhook}/deliveries/",
    .name = "webhooks.deliveries",
    .access = Access::staff,
    .summary = "What was sent, and what came of it",
    .failures = {"webhooks.unknown"}};

inline constexpr Endpoint<ReplaySince, Replayed> kReplaySince{
    .verb = Verb::post,
    .path = "/staff/webhooks/{webhook}/replay/",
    .name = "webhooks.replaySince",
    .access = Access::staff,
    .summary = "Send what failed or was skipped since then",
    .limit = {10},
    .failures = {"webhooks.unknown", "webhooks.paused"}};

inline constexpr Endpoint<OneHookDelivery, HookDeliveryDetails> kDelivery{
    .verb = Verb::get,
    .path = "/staff/webhook-deliveries/{delivery}/",
    .name = "webhooks.delivery",
    .access = Access::staff,
    .summary = "One delivery with its body and every try",
    .failures = {"webhooks.unknown_delivery"}};

inline constexpr Endpoint<OneHookDelivery, HookDelivery> kReplay{
    .verb = Verb::post,
    .path = "/staff/webhook-deliveries/{delivery}/replay/",
    .name = "webhooks.replay",
    .access = Access::staff,
    .summary = "Send it again, with the same id",
    .limit = {60},
    .failures = {"webhooks.unknown_delivery", "webhooks.paused"}};

}  // namespace ax::webhooks
