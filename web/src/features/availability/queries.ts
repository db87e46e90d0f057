/** The whole schedule of the signed-in mentor. */
export const availabilityKey = ["availability"];
