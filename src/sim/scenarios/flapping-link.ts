/** The flapping link: the only wire between two halves closes and opens four times a second. */
import { wired } from '../draw/topology.ts'
import { talk, told } from './canned.ts'

/** Four nodes in a line whose middle wire flaps. */
export const flappingLink = told({
  name: 'flapping-link',
  title: 'The flapping link',
  story: `n1 and n2 reach n3 and n4 over one wire only, and it closes and opens every 250 ms for ten seconds. Each time both sides begin
with a hello, and hardly get further.

Every message of the protocol may be lost or come twice, so there is no exchange to be broken: what arrived counts, and the rest is
asked for over the next connection. Claims keep coming through in the open halves; when the wire stays open, one comparison settles
the rest.`,
  topology: wired(4, 'line'),
  writes: talk(['n1', 'n4'], 11_000),
  stormMs: 12_000,
  faults: { events: [{ type: 'flap', atMs: 1_000, lastMs: 10_000, a: 'n2', b: 'n3', periodMs: 250 }] },
})
