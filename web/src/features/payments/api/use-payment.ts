import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { ApiError } from "@/api/api-error";
import { call } from "@/api/call";
import type { VerifyPayment } from "@/api/contract.gen";
import { happened } from "@/lib/counting";
import { openRazorpay, sandboxAddress } from "../model/checkout";
import { dropFragment, parseReturn } from "../model/fragment";
import { phaseOf, pollEvery } from "../model/phase";

/**
 * One payment, watched until it is settled. Nothing here is needed for the money: the server learns of a payment from
 * the gateway as well, so the page may be closed or reloaded at any moment.
 */
export function usePayment(booking: number) {
  const cache = useQueryClient();
  const key = ["payments", "status", booking];
  const [since] = useState(() => Date.now());
  const [returned] = useState(() => parseReturn(window.location.hash));

  const status = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => call("payments.status", { params: { booking } }, signal),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data ? pollEvery(state.data, Date.now() - since) : false),
  });

  const verify = useMutation({
    mutationFn: (body: VerifyPayment) => call("payments.verify", { body }),
    onSuccess: (data) => {
      if (data.state === "paid") happened("booking_paid");
      cache.setQueryData(key, data);
    },
    onSettled: (_data, error) => {
      // Without an answer the proof stays in the address: a reload tells it again.
      if (!(error instanceof ApiError && (error.status === 0 || error.status >= 500))) dropFragment();
    },
  });

  const told = useRef(false);
  const tell = verify.mutate;
  useEffect(() => {
    if (told.current || returned === null) return;
    told.current = true;
    if (returned.kind !== "paid") return dropFragment();
    const { kind: _kind, ...proof } = returned;
    tell({ booking_id: booking, ...proof });
  }, [returned, booking, tell]);

  const [opened, setOpened] = useState(false);
  useEffect(() => {
    // The browser's "back" may bring this page as it was left, with the button still busy.
    const shown = (event: PageTransitionEvent) => event.persisted && setOpened(false);
    window.addEventListener("pageshow", shown);
    return () => window.removeEventListener("pageshow", shown);
  }, []);
  const pay = useMutation({
    mutationFn: async () => {
      const order = await call("payments.createOrder", { body: { booking_id: booking } });
      setOpened(true);
      if (order.checkout === "sandbox") return window.location.assign(sandboxAddress(order));
      await openRazorpay(order, {
        paid: (proof) => {
          setOpened(false);
          tell({ booking_id: booking, ...proof });
        },
        dismissed: () => {
          setOpened(false);
          void cache.invalidateQueries({ queryKey: key });
        },
      });
    },
    onError: () => {
      setOpened(false);
      void cache.invalidateQueries({ queryKey: key });
    },
  });

  // Other pages show the same booking: they look again once its payment has moved on.
  const phase = status.data && phaseOf(status.data);
  const before = useRef(phase);
  useEffect(() => {
    if (before.current !== undefined && before.current !== phase)
      void cache.invalidateQueries({ queryKey: ["booking"] });
    before.current = phase;
  }, [phase, cache]);

  return { status, phase, verify, pay, paying: pay.isPending || opened, returned: returned?.kind ?? null };
}
