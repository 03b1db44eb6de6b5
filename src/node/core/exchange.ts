/** Exchange: feeds the sync machine what happens and does what it asks, one effect after the other, never one inside another. */
import { unreachable } from '../../base/assert.ts'
import type { Clock } from '../../base/clock.ts'
import type { Range } from '../../frames/entry.ts'
import { logKeyOf, type LogKey } from '../../frames/log.ts'
import type { AuthorKey } from '../../identity/signature.ts'
import type { Journal } from '../../ports/journal.ts'
import type { Effect, Input } from '../../sync/machine.ts'
import type { Sync } from '../../sync/sync.ts'
import type { Holdings } from './holdings.ts'
import type { Ledger } from './ledger.ts'
import type { Pruning } from './pruning.ts'
import type { Questions } from './questions.ts'
import { TURNS_MAX } from './limits.ts'
import { serveRange } from './serving.ts'
import type { Wires } from './wires.ts'

/** What an exchange works with. */
export interface ExchangeParts {
  readonly sync: Sync
  readonly clock: Clock
  readonly wires: Wires
  readonly ledger: Ledger
  readonly holdings: Holdings
  readonly journal: Journal
  readonly self: AuthorKey
  readonly pruning: Pick<Pruning, 'isPruned' | 'reach'>
  /** What this node asks and is asked. */
  readonly questions: Pick<Questions, 'onAsked' | 'onUnasked' | 'onAnswered'>
  onReady(peer: string): void
  onLevel(peer: string): void
  onConfirmed(log: LogKey, count: number): void
  onAlarm(peer: string, why: string): void
}

/** The sync machine in motion. */
export interface Exchange {
  run(input: Input): void
}

/** An exchange at rest. */
export function createExchange(parts: ExchangeParts): Exchange {
  const { sync, clock, wires, questions } = parts
  const queue: Effect[] = []
  // By peer: of two that ask in step each would get the same branch for ever.
  const turns = new Set<string>()
  let running = false

  const perform = (effect: Effect): void => {
    switch (effect.type) {
      case 'send':
        return wires.send(effect.peer, effect.message)
      case 'ready':
        wires.enter(effect.peer, effect.hello, effect.keys)
        return parts.onReady(effect.peer)
      case 'level':
        return parts.onLevel(effect.peer)
      case 'serve':
        return serve(effect)
      case 'admit':
        return admit(effect.range, effect.peer)
      case 'confirmed':
        return parts.onConfirmed(effect.log, effect.count)
      case 'alarm':
        return parts.onAlarm(effect.peer, effect.why)
      case 'asked':
        return questions.onAsked(effect)
      case 'unasked':
        return questions.onUnasked(effect.id)
      case 'answered':
        return questions.onAnswered(effect)
      case 'blame':
        return wires.blame(effect.peer, effect.why)
      case 'drop':
        return wires.drop(effect.peer, effect.why)
      default:
        unreachable(effect)
    }
  }
  const serve = ({ peer, log, from, charsMax }: Extract<Effect, { type: 'serve' }>): void => {
    const answer = (range: Range | null): void => run({ type: 'served', peer, log, range })
    const proof = parts.ledger.proofOf(log)
    // Whoever asks about a fork may hold either branch: both are sent in turn. What follows in the same answer takes no turn.
    const isFork = proof?.from === from
    const turn = `${peer} ${log}`
    if (isFork && turns.delete(turn)) return answer(proof)
    if (turns.size >= TURNS_MAX) turns.clear()
    if (isFork) turns.add(turn)
    serveRange(parts, { key: log, from, charsMax }, answer)
  }
  const admit = (range: Range, peer: string): void => {
    const admission = parts.ledger.take(range, peer)
    const log = logKeyOf(range.log)
    if (admission.type === 'refused') wires.blame(peer, admission.why)
    if (admission.type === 'parted') return run({ type: 'parted', peer, log, seq: halfway(admission.before, parts.pruning.reach(log)) })
    if (admission.type !== 'admitted' && admission.type !== 'forked') run({ type: 'refused', peer, log })
  }
  const run = (input: Input): void => {
    queue.push(...sync.step(input, clock.now()))
    if (running) return
    running = true
    try {
      for (let effect = queue.shift(); effect !== undefined; effect = queue.shift()) perform(effect)
    } finally {
      running = false
    }
  }
  return { run }
}

/** Where to look next for a fork at or below `before`: not among what is pruned, which nobody is given. */
function halfway(before: number, pruned: number): number {
  return Math.max(Math.floor(before / 2), Math.min(pruned, before))
}
