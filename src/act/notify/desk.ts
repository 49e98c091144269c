/** All that others may ask of topics, and do to them, in a running Mangru. The wire and the page come here; deliveries are carried by the courier. */
import { httpPoster, mayCall } from '../subscriptions/index.ts'
import { Courier } from './courier.ts'
import type { NotifyDesk } from './desk-port.ts'
import { waysOf } from './endpoint.ts'
import { messageDesk } from './message-desk.ts'
import type { NotifyPorts } from './ports.ts'
import { subscriptionDesk } from './subscription-desk.ts'
import { teller } from './teller.ts'
import { topicDesk } from './topic-desk.ts'

export async function openNotifyDesk(ports: NotifyPorts): Promise<NotifyDesk> {
  const { clock, allowed, resolve } = ports
  const poster = httpPoster({
    clock,
    mayCall: (host, address) => mayCall(host, address, allowed),
    ...(resolve === undefined ? {} : { resolve }),
  })
  const courier = new Courier(ports, teller(ports, poster))
  await courier.start()
  return {
    ...topicDesk(ports),
    ...subscriptionDesk(ports, courier),
    ...messageDesk(ports, courier),
    ways: waysOf({ allowed, mails: ports.mailer !== null }),
    allowed: allowed.words,
    certificate: async () => (await ports.signer()).certificate,
    wake: () => courier.wake(),
    stop: async () => {
      await courier.stop()
      poster.close()
    },
  }
}
