export const topics = ["question", "mentoring", "press", "problem", "other"] as const;
