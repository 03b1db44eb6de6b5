/** The example of the README: a gateway says what it sees, finds a contradiction with its proof, and takes one claim back. */
import { z } from 'zod'
import { createNode, type TracordNode } from '../../src/index.ts' // in your program: 'tracord'

/** Runs it against the servers at `connect`, with its folder at `dir`; returns what it saw, and the node, which is still running. */
export async function doors(connect: readonly string[], dir: string): Promise<{ seen: readonly string[]; node: TracordNode }> {
  const seen: string[] = []
  const node = await createNode({
    name: 'gateway-1',
    dir, // without dir: in memory
    connect, // or nothing: it works alone
    types: { Door: { slots: { state: { schema: z.enum(['open', 'closed']), atMost: 1 } } } },
    rules: [':- state(D, "closed"), via(R, D). % a route may not pass a closed door'],
  })
  const closed = await node.claim('d1', { type: 'Door', state: 'closed' }, { confidence: 900 })
  await node.claim('r7', { via: { ref: 'd1' } })

  seen.push(`d1.state is ${node.frame('d1')['state']?.status}`)
  for await (const conflict of node.conflicts({ signal: AbortSignal.timeout(10_000) })) {
    seen.push(conflict.text, ...conflict.forks.map((fork) => `r7.via would be ${node.at(fork).frame('r7')['via']?.status}`))
    break // the loop would go on with every new conflict
  }
  await node.withdraw(closed, 'sensor miscalibrated') // what was concluded from it falls, everywhere
  seen.push(`r7.via is ${node.frame('r7')['via']?.status}, ${[...node.conflicts()].length} conflicts`)
  seen.push(node.certificate().digest) // equal on two nodes: same entries and same judgement
  return { seen, node }
}
