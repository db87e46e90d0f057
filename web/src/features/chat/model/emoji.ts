/** A small choice that covers most of what people answer with; any other emoji can be typed. */
export const quick = ["👍", "❤️", "😂", "🎉", "🙏", "👀"] as const;

export const emoji = [
  ["😀", "grinning"],
  ["😄", "happy"],
  ["😂", "laughing"],
  ["🙂", "smiling"],
  ["😉", "winking"],
  ["😊", "blushing"],
  ["😍", "in love"],
  ["🤩", "star-struck"],
  ["🤔", "thinking"],
  ["😅", "relieved"],
  ["😮", "surprised"],
  ["😢", "sad"],
  ["😭", "crying"],
  ["😴", "sleepy"],
  ["🤯", "mind blown"],
  ["😎", "cool"],
  ["🤞", "fingers crossed"],
  ["👍", "thumbs up"],
  ["👎", "thumbs down"],
  ["👏", "clapping"],
  ["🙌", "hands up"],
  ["🙏", "thank you"],
  ["💪", "strong"],
  ["👋", "waving"],
  ["👀", "looking"],
  ["🧠", "brain"],
  ["❤️", "heart"],
  ["💜", "purple heart"],
  ["✨", "sparkles"],
  ["🔥", "fire"],
  ["🎉", "party"],
  ["🏆", "trophy"],
  ["⭐", "star"],
  ["💡", "idea"],
  ["✅", "done"],
  ["❌", "no"],
  ["❓", "question"],
  ["📌", "pin"],
  ["📅", "calendar"],
  ["⏰", "alarm clock"],
  ["📝", "note"],
  ["📚", "books"],
  ["💻", "laptop"],
  ["🐛", "bug"],
  ["🚀", "rocket"],
  ["☕", "coffee"],
  ["🎓", "graduation"],
  ["🌱", "seedling"],
] as const;

const only =
  /^(?:\p{Extended_Pictographic}(?:\u{FE0F}|\p{Emoji_Modifier})?(?:\u{200D}\p{Extended_Pictographic}(?:\u{FE0F}|\p{Emoji_Modifier})?)*|\p{Regional_Indicator}{2})+$/u;

/** One to three emoji and nothing else are shown large, as every messenger does. */
export function isOnlyEmoji(text: string): boolean {
  const bare = text.replaceAll(/\s/g, "");
  if (!bare || bare.length > 40 || !only.test(bare)) return false;
  const parts = [...new Intl.Segmenter().segment(bare)];
  return parts.length <= 3;
}
