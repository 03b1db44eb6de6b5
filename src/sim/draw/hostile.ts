/** Hostile: which drawn storms have hostile members, and what they do. */
import type { Random } from '../../base/random.ts'
import type { Hostile, Trick } from '../faults.ts'
import type { Topology } from '../scenario.ts'

const TRICKS: readonly Trick[] = ['forge', 'bend', 'flood', 'replay', 'withhold', 'lie', 'babble', 'misspell', 'equivocate']
/** One storm in so many has a hostile member; half of these have twins of one key. */
const HOSTILE_EVERY = 3

/** A hostile member, and whom it has wires to. */
export interface Placed extends Hostile {
  readonly near: readonly string[]
}

/** None, one, or two with one key at different ends of the network. */
export function drawHostile(random: Random, { nodes }: Topology): readonly Placed[] {
  const kind = random.below(2 * HOSTILE_EVERY)
  const tricks = TRICKS.filter(() => random.below(2) === 0)
  const everyMs = 300 + random.below(1_500)
  const first = random.below(nodes.length)
  const at = (step: number): string => nodes[(first + step) % nodes.length] ?? ''
  if (kind > 1) return []
  const one: Placed = { node: 'h1', tricks, everyMs, near: [at(0), at(1)] }
  if (kind === 1) return [one]
  const twice: readonly Trick[] = [...new Set<Trick>([...tricks, 'equivocate'])]
  const half = Math.floor(nodes.length / 2)
  return [
    { ...one, tricks: twice, near: [at(0)] },
    { node: 'h2', tricks: twice, everyMs, twinOf: 'h1', near: [at(half)] },
  ]
}
