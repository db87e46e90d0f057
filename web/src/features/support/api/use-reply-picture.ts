import { useRef, useState } from "react";
import { newKey } from "@/lib/new-key";
import { type Picked, type PickedImage, pickImage } from "@/lib/pick-image";
import { sendAttachment } from "@/lib/send-file";

type Problem = Extract<Picked, { problem: unknown }>["problem"];

/** The picture that goes with a reply: chosen, checked, and sent up once however often the reply is tried. */
export function useReplyPicture() {
  const [picture, setPicture] = useState<PickedImage | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [part, setPart] = useState<number | null>(null);
  const there = useRef<number | null>(null);
  const key = useRef("");
  const sending = useRef<AbortController | null>(null);

  const put = (next: PickedImage | null) => {
    there.current = null;
    key.current = newKey();
    setProblem(null);
    setPicture(next);
  };

  return {
    picture,
    problem,
    /** 0 to 1 while it goes up. */
    part,
    async choose(file: File) {
      const picked = await pickImage(file);
      // What was chosen before stays: a wrong file is no wish to send none.
      if ("problem" in picked) setProblem(picked.problem);
      else put(picked.file);
    },
    clear: () => put(null),
    stop: () => sending.current?.abort(),
    /** The server keeps what no message took for a while only: the next try sends it up again. */
    forget: () => {
      there.current = null;
    },
    /** Its number at the server, undefined without a picture; null when it was stopped. */
    async send(): Promise<number | undefined | null> {
      if (!picture) return undefined;
      if (there.current !== null) return there.current;
      const stop = new AbortController();
      sending.current = stop;
      setPart(0);
      try {
        const { bytes, name } = picture;
        const made = await sendAttachment({
          file: bytes,
          name,
          key: key.current,
          progress: setPart,
          signal: stop.signal,
        });
        there.current = made.id;
        return made.id;
      } catch (error) {
        if (stop.signal.aborted) return null;
        throw error;
      } finally {
        setPart(null);
      }
    },
  };
}
