/** The lost message: one push vanishes, and nothing else goes wrong. */
import { wired } from '../draw/topology.ts'
import { told } from './canned.ts'

/** Two nodes, one claim, half a second in which the wire swallows. */
export const lostMessage = told({
  name: 'lost-message',
  title: 'The lost message',
  story: `Two nodes are connected. At one second n1 claims that the door is open, and the message that carries it is swallowed: the
wire stays open, nobody gets an error. n1 goes on believing that it told n2.

The next beacon of either side holds another root hash than the other's, so the nodes compare what they hold, and n2 asks for the
entry that it lacks. It takes one beat, a second, plus the way there and back. Until n2 says that it keeps the claim, n1 calls it
provisional.`,
  topology: wired(2, 'line'),
  writes: [{ atMs: 1_000, node: 'n1', frame: 'door', slot: 'state', value: 'open' }],
  stormMs: 4_000,
  faults: { events: [{ type: 'cut', atMs: 900, lastMs: 500, from: 'n1', to: 'n2' }] },
})
