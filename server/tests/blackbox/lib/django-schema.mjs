/** Tables of the previous system as Django makes them, for both engines: column name to type. */

const KEY = "key";
const text = "text";
const int = "int";
const bool = "bool";
const time = "time";
const money = "money";

const user = (id) => ({
  id: KEY, password: text, last_login: time, is_superuser: bool, first_name: text, last_name: text, is_staff: bool, is_active: bool,
  date_joined: time, email: text, [id]: text, name: text, accepted_terms: bool,
});
const detail = (owner) => ({
  [owner]: KEY, first_name: text, last_name: text, dob: text, age: int, gender: text, email: text, phone_number: text, college: text, cgpa: text,
  batch: int, about: text, profile_photo: text, cv: text, is_approved: bool, total_sessions: int, linkedin_url: text, github_url: text,
  portfolio_url: text,
});
const authored = { content_type_id: int, object_id: text };

export const tables = {
  django_content_type: { id: KEY, app_label: text, model: text },
  student_student: user("student_id"),
  student_studentdetail: detail("student_id"),
  student_skill: { id: KEY, name: text },
  student_profession: { id: KEY, title: text },
  student_studentdetail_skills: { id: KEY, studentdetail_id: int, skill_id: int },
  student_studentdetail_professions: { id: KEY, studentdetail_id: int, profession_id: int },
  mentor_mentor: { ...user("mentor_id"), is_online: bool, last_seen: time, last_activity: time },
  mentor_mentordetail: {
    ...detail("mentor_id"), fees: money, availability_timings: text, total_students: int, average_rating: text, years_of_experience: int,
    key_achievements: text, services: text, availability_day_wise: text, languages: text,
  },
  mentor_skill: { id: KEY, name: text },
  mentor_profession: { id: KEY, title: text },
  mentor_mentordetail_skills: { id: KEY, mentordetail_id: int, skill_id: int },
  mentor_mentordetail_professions: { id: KEY, mentordetail_id: int, profession_id: int },
  authtoken_token: { key: text, user_id: int, created: time },
  mentor_mentortoken: { key: text, user_id: int, created: time },
  student_booking: {
    id: KEY, subject: text, service: text, service_price: money, service_duration: text, time_slot: text, day: text, date: text,
    transaction_id: text, is_paid: bool, created_at: time, student_id: int, mentor_id: int,
  },
  mentor_meeting: {
    id: KEY, meeting_id: text, title: text, description: text, scheduled_time: time, duration: int, meeting_link: text, status: text, notes: text,
    created_at: time, updated_at: time, student_attendance_key: text, mentor_attendance_key: text, student_attended: bool, mentor_attended: bool,
    mentor_id: int, student_id: int,
  },
  mentor_earning: {
    id: KEY, amount: money, date: time, source: text, transaction_id: text, status: text, notes: text, created_at: time, mentor_id: int,
  },
  mentor_withdrawal: { id: KEY, amount: money, request_date: time, status: text, mentor_id: int },
  student_feedback: {
    id: KEY, rating: int, feedback_text: text, is_approved: bool, created_at: time, updated_at: time, student_id: int, mentor_id: int,
    meeting_id: int,
  },
  chat_conversation: { id: KEY, created_at: time, updated_at: time, pinned: bool, mentor_id: int, student_id: int },
  chat_message: { id: KEY, sender_type: text, content: text, timestamp: time, read: bool, conversation_id: int },
  community_post: { id: KEY, ...authored, text, created_at: time, views: int, is_admin_post: bool },
  community_like: { id: KEY, ...authored, created_at: time, post_id: int },
  community_comment: { id: KEY, ...authored, text, created_at: time, post_id: int },
  events_event: {
    id: KEY, title: text, description: text, start_time: time, end_time: time, location: text, cover_image: text, organizer_content_type_id: int,
    organizer_object_id: int, created_by_role: text, is_published: bool, created_at: time, updated_at: time,
  },
  chat_customerservicemessage: {
    id: KEY, user_type: text, user_content_type_id: int, user_object_id: text, subject: text, message: text, is_resolved: bool, created_at: time,
  },
  chat_customerservicereply: { id: KEY, reply: text, replied_by: text, created_at: time, message_id: int },
  student_studentnote: { id: KEY, title: text, content: text, created_at: time, student_id: int },
  mentor_mentornote: { id: KEY, title: text, content: text, created_at: time, mentor_id: int },
  chat_contactmessage: { id: KEY, name: text, email: text, phone: text, query: text, created_at: time },
  chat_newslettersubscriber: { id: KEY, email: text, subscribed_at: time },
};

const types = {
  sqlite: { key: "integer PRIMARY KEY", text: "text", int: "integer", bool: "bool", time: "datetime", money: "decimal" },
  postgres: { key: "bigint PRIMARY KEY", text: "text", int: "bigint", bool: "boolean", time: "timestamp with time zone", money: "numeric(12, 3)" },
};

export const schemaText = (engine) =>
  Object.entries(tables)
    .map(([name, columns]) => {
      const parts = Object.entries(columns).map(([column, type]) => `"${column}" ${types[engine][type]}`);
      return `CREATE TABLE "${name}" (${parts.join(", ")});`;
    })
    .join("\n");
