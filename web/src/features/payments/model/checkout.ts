import { ApiError } from "@/api/api-error";
import type { PaymentOrder } from "@/api/contract.gen";
import { loadScript } from "@/lib/load-script";

/** The part of Razorpay's script that we use. */
export type RazorpayAnswer = {
  razorpay_payment_id: string;
  razorpay_order_id: string;
  razorpay_signature: string;
};
type Options = {
  key: string;
  order_id: string;
  amount: number;
  currency: string;
  name: string;
  description: string;
  prefill: { name: string; email: string };
  handler: (answer: RazorpayAnswer) => void;
  modal: { ondismiss: () => void };
};
type Razorpay = new (options: Options) => { open: () => void };

const source = "https://checkout.razorpay.com/v1/checkout.js";

const loadRazorpay = () =>
  loadScript(source, () => (window as { Razorpay?: Razorpay }).Razorpay).catch(() => {
    throw new ApiError(0, { reason: "payments.gateway_unavailable" });
  });

/** Opens Razorpay's own window over the page. */
export async function openRazorpay(
  order: PaymentOrder,
  on: { paid: (answer: RazorpayAnswer) => void; dismissed: () => void },
) {
  const Checkout = await loadRazorpay();
  new Checkout({
    key: order.key_id,
    order_id: order.order_id,
    amount: order.amount,
    currency: order.currency,
    name: order.name,
    description: order.description,
    prefill: order.prefill,
    handler: on.paid,
    modal: { ondismiss: on.dismissed },
  }).open();
}

/** The stand-in of TEST MODE is a page of its own that comes back here with the result in the fragment. */
export const sandboxAddress = (order: PaymentOrder) =>
  `${order.checkout_url ?? ""}?return_to=${encodeURIComponent(`/bookings/${order.booking_id}/payment`)}`;
