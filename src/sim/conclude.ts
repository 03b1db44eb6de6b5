/** Conclude: shows the end of a run to the checkers, and says what came of it. */
import { createEngine } from '../semantics/create.ts'
import type { Alike, Checker, Complaint, NodeView, Outcome, Reads, Signed, View, Violation } from './outcome.ts'
import { saidOf, viewOf } from './views.ts'
import type { Asking } from './reasoning/asking.ts'
import { printsOf } from './prints.ts'
import { noteRare } from './rare.ts'
import { noteReasoning, reasonedIn } from './reasoning/reasoned.ts'
import type { World } from './world.ts'
import type { Writing } from './writing.ts'

/** What was seen of a run besides its notes. */
export interface Seen {
  readonly writing: Writing
  readonly asking: Asking
  readonly quiet: View['quiet']
  readonly alike: Alike
  readonly reads: Reads
  readonly healedAfterMs: number | null
  /** When all was mended. */
  readonly mendedAtMs: number
}

/** Asks each checker, and sums up. */
export function conclude(world: World, seen: Seen, checkers: Readonly<Record<string, Checker>>): Outcome {
  const { scenario, time, history, network, notes } = world
  const nodes = [...world.places]
    .filter(([, { actor, hostile }]) => hostile === null && !actor.isGone())
    .map(([name, place]) => viewOf(world, name, place))
  const view = viewFrom(world, seen, nodes)
  const violations: Violation[] = Object.entries(checkers).flatMap(([promise, check]) =>
    check(view).map((complaint) => ({ promise, ...complaint, ...authorOf(complaint, view) })),
  )
  for (const { name, state, verdict } of nodes) history.note({ kind: 'end', node: name, text: `${state} ${verdict}` })
  const tail = history.tail()
  noteSituations(world, nodes)
  const prints = printsOf(world, nodes)
  history.note({ kind: 'world', node: '', text: `leaves ${Object.values(prints).join(' ')}` })
  return {
    ...{ scenario, violations, tail },
    isKept: violations.length === 0,
    logHash: history.finish(),
    prints,
    met: world.sometimes.met(),
    counts: {
      simulatedMs: time.now(),
      events: time.count(),
      messagesSent: network.counts.sent,
      messagesLost: network.counts.lost,
      messagesDoubled: network.counts.doubled,
      acknowledged: notes.acknowledged.length,
      entries: Math.max(0, ...nodes.map(({ entries }) => entries)),
      crashes: world.crashes,
      conflicts: nodes[0]?.conflicts().length ?? 0,
      healedAfterMs: seen.healedAfterMs,
      alike: seen.alike,
      reasoned: reasonedIn(world, seen.asking),
    },
    happenings: history.recorded(),
  }
}

function authorOf({ entry }: Complaint, { signed }: View): Pick<Violation, 'author'> {
  const author = entry === undefined ? undefined : signed.get(entry)?.author
  return author === undefined ? {} : { author }
}

function viewFrom(world: World, seen: Seen, nodes: readonly NodeView[]): View {
  const { writing, asking, quiet, alike, reads, healedAfterMs, mendedAtMs } = seen
  const { scenario, notes, hostile, founding } = world
  const mute = nodes.map(({ name }) => name).filter((name) => !writing.hasAcknowledged(name, mendedAtMs))
  return {
    ...{ scenario, nodes, hostile, alike, reads, healedAfterMs, quiet, mute },
    ...{ acknowledged: notes.acknowledged, forgotten: notes.forgotten, overstated: notes.overstated, confirmed: notes.confirmed },
    ...{ unforked: notes.unforked, faults: notes.faults, signed: notes.signed },
    writes: writing.written,
    asked: asking.asked,
    removals: notes.removals,
    documents: world.scenario.workload.documents === true ? (world.carriers?.seen() ?? null) : null,
    stock: world.carriers?.stock() ?? [],
    saidBy: saidOf,
    judge(said, excluded) {
      const engine = createEngine(founding)
      for (const author of excluded) engine.exclude(author)
      engine.add(said)
      return engine.digest()
    },
  }
}

/** Situations that only the end of a run shows. */
function noteSituations({ sometimes, scenario, notes, places, hostile }: World, nodes: readonly NodeView[]): void {
  const [first] = nodes
  if (first === undefined) return
  if (first.components().some(({ undecided }) => undecided)) sometimes.reach('undecided at the end')
  if (new Set(nodes.map(({ state }) => state)).size === 1 && nodes.length > 1) sometimes.reach('verdicts compared at equal states')
  const late = scenario.faults.events.flatMap((event) => (event.type === 'join' ? [event.node] : []))
  if (nodes.some(({ name, entries }) => late.includes(name) && entries > 0)) sometimes.reach('late member caught up')
  for (const { disk, hostile: harm } of places.values()) {
    if (harm === null && disk.restored() > 0) sometimes.reach('rotten row given back by others')
  }
  for (const [entry, { author }] of notes.signed) {
    if (!hostile.has(author) || !nodes.every((node) => node.holds(entry))) continue
    sometimes.reach('hostile entry held by all')
    break
  }
  const isBeyond = ({ author, atMs }: Signed): boolean => notes.removals.some(({ key, atMs: cutAt }) => key === author && atMs > cutAt)
  if (notes.removals.length > 0 && [...notes.signed.values()].some(isBeyond)) sometimes.reach('removed member went on writing')
  noteReasoning(first, sometimes)
  noteRare({ scenario, node: first, removals: notes.removals, signed: notes.signed, hostile }, sometimes)
  if (isSplit(scenario.faults.events, notes.signed, first)) sometimes.reach('conflict between two sides of a partition')
}

/** Whether a conflict holds claims that both sides of a partition made while it lasted. */
function isSplit(events: World['scenario']['faults']['events'], signed: View['signed'], { conflicts }: NodeView): boolean {
  const makers = conflicts().map(({ claims }) => claims.map((claim) => signed.get(claim.slice(0, claim.indexOf('#')) as never)))
  return events.some((event) => {
    if (event.type !== 'partition') return false
    const { atMs, lastMs, groups } = event
    const sideOf = (node: string): number => groups.findIndex((group) => group.includes(node))
    return makers.some((claims) => {
      const during = claims.filter((made) => made !== undefined && made.atMs >= atMs && made.atMs < atMs + lastMs)
      return new Set(during.map((made) => sideOf(made?.node ?? ''))).size > 1
    })
  })
}
