/** Prints: what a run left behind as digests, so that two runs can be compared, and told in what they differ. */
import { canonicalText } from '../base/canonical.ts'
import { cidOf } from '../base/hash.ts'
import type { NodeView, Prints } from './outcome.ts'
import { holdingsOf } from './views.ts'
import type { World } from './world.ts'

/** The prints of a world as it is now; `nodes` are those of its members that are looked at. */
export function printsOf({ places }: World, nodes: readonly NodeView[]): Prints {
  const disks = [...places].map(([name, { disk }]) => [
    name,
    disk.rows().map(({ log, from, bodies, ids, seenAt }) => [log, from, bodies, ids, seenAt]),
  ])
  const held = [...places].map(([name, { actor }]) => [name, holdingsOf(actor)])
  const judged = nodes.map(({ name, state, verdict }) => [name, state, verdict])
  const [journals, heads, verdicts] = [disks, held, judged].map((whole) => cidOf(canonicalText(whole)))
  return { journals: journals!, heads: heads!, verdicts: verdicts! }
}
