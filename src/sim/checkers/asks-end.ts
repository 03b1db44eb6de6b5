/** Asks end: whoever asked is answered or refused with a code before its time is up, and nothing of a question stays behind. */
import { ARRIVAL_MS } from '../../node/reasoning/limits.ts'
import type { FaultEvent } from '../faults.ts'
import type { Asked, Checker } from '../outcome.ts'

/** Timers that drift, and entries that are waited for. */
const SLACK_MS = 1_000

/** Complains of goals without an end, with one that came late or has no code, and of nodes that still have questions or work. */
export const asksEnd: Checker = ({ asked, nodes, scenario }) => {
  const there = new Set(nodes.map(({ name }) => name))
  return [
    ...asked.filter(({ node }) => there.has(node)).flatMap((one) => faultsOf(one, scenario.faults.events)),
    ...nodes
      .filter(({ asks, load }) => asks + load > 0)
      .map(({ name, asks, load }) => ({ why: `${name} has ${asks} questions and a load of ${load} when all is quiet`, nodes: [name] })),
  ]
}

function faultsOf({ node, goal, atMs, endedAtMs, timeoutMs, outcome }: Asked, events: readonly FaultEvent[]): ReturnType<Checker> {
  const about = `${JSON.stringify(goal)}, asked of ${node} at ${atMs} ms,`
  if (outcome === null || endedAtMs === null) return [{ why: `${about} never ended`, nodes: [node] }]
  if (outcome.startsWith('threw')) return [{ why: `${about} ended without a code: ${outcome}`, nodes: [node] }]
  // A node that stands still or is slow is late by as much.
  const hurdles = events.filter((event) => event.type === 'pause' || event.type === 'slow').filter((event) => event.node === node)
  const slowMs = hurdles.reduce((sum, { lastMs }) => sum + lastMs, 0)
  const lateMs = endedAtMs - atMs - timeoutMs - ARRIVAL_MS - SLACK_MS - slowMs
  return lateMs > 0 ? [{ why: `${about} ended ${lateMs} ms after its time was up`, nodes: [node] }] : []
}
