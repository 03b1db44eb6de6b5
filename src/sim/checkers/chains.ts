/** Chains: every log that is held is one chain from its beginning: no gap, each entry canonical and named by its hash, all on disk. */
import { cidOf } from '../../base/hash.ts'
import { readBody, unsignedText } from '../../frames/chain.ts'
import type { Complaint, Checker, LogView } from '../outcome.ts'

/** Complains of the first entry of each log that is not what the chain says. */
export const chains: Checker = ({ nodes }) =>
  nodes.flatMap((node) => node.logs().flatMap((log) => brokenIn(log).map((complaint) => ({ ...complaint, nodes: [node.name] }))))

function brokenIn({ log, ids, bodies }: LogView): readonly Complaint[] {
  for (const [seq, entry] of ids.entries()) {
    const text = bodies[seq]
    if (text === undefined) return [{ why: `entry ${seq} of ${log.author} is held and not kept`, entry }]
    const body = readBody(text)
    if (!body.ok) return [{ why: `entry ${seq} of ${log.author} is not spelt as entries are: ${body.error}`, entry }]
    const prev = seq === 0 ? null : (ids[seq - 1] ?? null)
    if (cidOf(unsignedText(log, seq, prev, body.value)) !== entry)
      return [{ why: `entry ${seq} of ${log.author} is not the one that its id names`, entry }]
  }
  return []
}
