/** Metrics: what Prometheus reads of each realm: M1 to M4 and what is counted beside them, in its text format 0.0.4. */
import type { Metrics } from '../node/reasoning/metrics.ts'
import type { HostedRealm } from './realms.ts'

/** The type that readers of the text expect: https://prometheus.io/docs/instrumenting/exposition_formats/ */
export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8'

/** A number that goes up and down, by name, what it is, and where it is found; null: there is none yet, and no line. */
type Gauge = readonly [name: string, help: string, read: (metrics: Metrics) => number | null]

const GAUGES: readonly Gauge[] = [
  ['trace_convergence_ppm', 'M1: how far traces agree in meaning.', ({ convergence }) => convergence.ppm],
  ['frame_conflict_ppm', 'M2: frames with a statement undecided or unknown.', ({ conflictRate }) => conflictRate.ppm],
  ['goal_routes_least', 'M4: independent routes to the goal with the fewest.', ({ depth }) => depth.least],
  ['goals', 'Goals that traces conclude on.', ({ depth }) => depth.goals],
  ['goals_deep', 'Goals with at least three routes.', ({ depth }) => depth.deep],
  ['frames', 'Frames of which something is said.', ({ conflictRate }) => conflictRate.frames],
  ['entries', 'Entries held.', ({ entries }) => entries],
  ['entries_provisional', 'Own entries that no other member confirmed yet.', ({ provisional }) => provisional],
  ['conflicts', 'Conflicts held.', ({ conflicts }) => conflicts],
  ['forks', 'Ways out of conflicts, as far as they are listed.', ({ forks }) => forks],
  ['sessions', 'Sessions told.', ({ sessions }) => sessions],
  ['traces', 'Traces published.', ({ published }) => published],
  ['traces_incoherent', 'Published traces that do not hold.', ({ incoherent }) => incoherent],
  ['quarantined', 'Pairs of stock peer and document in quarantine.', ({ quarantined }) => quarantined],
  ['messages_sent', 'Messages sent.', ({ messages }) => messages.sent],
  ['messages_received', 'Messages received.', ({ messages }) => messages.received],
  ['messages_refused', 'Messages refused.', ({ messages }) => messages.refused],
  ['bytes_sent', 'Bytes sent.', ({ bytes }) => bytes.sent],
  ['bytes_received', 'Bytes received.', ({ bytes }) => bytes.received],
]

/** The metrics of all realms; each line says of which. */
export function metricsText(realms: readonly HostedRealm[]): string {
  const read = realms.map(({ realm, node }) => ({ realm, metrics: node.metrics() }))
  const gauges = GAUGES.flatMap(([name, help, valueOf]) => {
    const lines = read.flatMap(({ realm, metrics }) => {
      const value = valueOf(metrics)
      return value === null ? [] : [`tracord_${name}{realm="${realm}"} ${value}`]
    })
    return lines.length === 0 ? [] : [`# HELP tracord_${name} ${help}`, `# TYPE tracord_${name} gauge`, ...lines]
  })
  const answers = read.flatMap(({ realm, metrics }) => histogramLines(realm, metrics.answers))
  const head = ['# HELP tracord_answer_ms M3: milliseconds to an answer.', '# TYPE tracord_answer_ms histogram']
  return [...gauges, ...head, ...answers, ''].join('\n')
}

function histogramLines(realm: string, { bounds, counts, sumMs }: Metrics['answers']): readonly string[] {
  let sum = 0
  const buckets = [...bounds, '+Inf'].map((bound, at) => {
    sum += counts[at] ?? 0
    return `tracord_answer_ms_bucket{realm="${realm}",le="${bound}"} ${sum}`
  })
  return [...buckets, `tracord_answer_ms_sum{realm="${realm}"} ${sumMs}`, `tracord_answer_ms_count{realm="${realm}"} ${sum}`]
}
