/** Under "mentors": what is offered is part of the profile, which looks again with it. */
export const servicesKey = ["mentors", "services"];
