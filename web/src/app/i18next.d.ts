// One line per namespace: this is what makes `t("…")` know its keys. The namespace is the feature's folder name.
import type account from "@/features/account/en.json";
import type analytics from "@/features/analytics/en.json";
import type apiTokens from "@/features/api-tokens/en.json";
import type attendance from "@/features/attendance/en.json";
import type auth from "@/features/auth/en.json";
import type availability from "@/features/availability/en.json";
import type booking from "@/features/booking/en.json";
import type calendar from "@/features/calendar/en.json";
import type chat from "@/features/chat/en.json";
import type community from "@/features/community/en.json";
import type contact from "@/features/contact/en.json";
import type dashboard from "@/features/dashboard/en.json";
import type earnings from "@/features/earnings/en.json";
import type events from "@/features/events/en.json";
import type feedback from "@/features/feedback/en.json";
import type home from "@/features/home/en.json";
import type mentors from "@/features/mentors/en.json";
import type newsletter from "@/features/newsletter/en.json";
import type notifications from "@/features/notifications/en.json";
import type payments from "@/features/payments/en.json";
import type services from "@/features/services/en.json";
import type site from "@/features/site/en.json";
import type students from "@/features/students/en.json";
import type support from "@/features/support/en.json";
import type toolbar from "@/features/toolbar/en.json";
import type traffic from "@/features/traffic/en.json";
import type waitlist from "@/features/waitlist/en.json";
import type webhooks from "@/features/webhooks/en.json";
import type workspace from "@/features/workspace/en.json";
import type errors from "@/lib/errors.en.json";
import type format from "@/lib/format.en.json";
import type ui from "@/ui/en.json";
import type app from "./en.json";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: false;
    returnNull: false;
    resources: {
      app: typeof app;
      ui: typeof ui;
      format: typeof format;
      errors: typeof errors;
      account: typeof account;
      analytics: typeof analytics;
      "api-tokens": typeof apiTokens;
      attendance: typeof attendance;
      auth: typeof auth;
      feedback: typeof feedback;
      home: typeof home;
      mentors: typeof mentors;
      availability: typeof availability;
      booking: typeof booking;
      calendar: typeof calendar;
      chat: typeof chat;
      contact: typeof contact;
      community: typeof community;
      dashboard: typeof dashboard;
      earnings: typeof earnings;
      events: typeof events;
      newsletter: typeof newsletter;
      notifications: typeof notifications;
      payments: typeof payments;
      services: typeof services;
      students: typeof students;
      support: typeof support;
      site: typeof site;
      toolbar: typeof toolbar;
      traffic: typeof traffic;
      waitlist: typeof waitlist;
      webhooks: typeof webhooks;
      workspace: typeof workspace;
    };
  }
}
