/** Metrics: what Prometheus reads of each realm: M1 to M4 and what is counted beside them, in its text format 0.0.4, by `prom-client`. */
import type { Metric as PromMetric } from 'prom-client'
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
  ['provisional_oldest_ms', 'Milliseconds that the oldest of them has waited.', ({ provisionalMs }) => provisionalMs],
  ['conflicts', 'Conflicts held.', ({ conflicts }) => conflicts],
  ['forks', 'Ways out of conflicts, as far as they are listed.', ({ forks }) => forks],
  ['sessions', 'Sessions told.', ({ sessions }) => sessions],
  ['traces', 'Traces published.', ({ published }) => published],
  ['traces_incoherent', 'Published traces that do not hold.', ({ incoherent }) => incoherent],
  ['fallen', 'Authors below the floor of the policy.', ({ fallen }) => fallen],
  ['quarantined', 'Pairs of stock peer and document in quarantine.', ({ quarantined }) => quarantined],
  ['messages_sent', 'Messages sent.', ({ messages }) => messages.sent],
  ['messages_received', 'Messages received.', ({ messages }) => messages.received],
  ['messages_refused', 'Messages refused.', ({ messages }) => messages.refused],
  ['bytes_sent', 'Bytes sent.', ({ bytes }) => bytes.sent],
  ['bytes_received', 'Bytes received.', ({ bytes }) => bytes.received],
]

/** The metrics of all realms; each line says of which. */
export async function metricsText(realms: readonly HostedRealm[]): Promise<string> {
  const { Gauge, Registry } = await import('prom-client')
  const registry = new Registry()
  const read = realms.map(({ realm, node }) => ({ realm, metrics: node.metrics() }))
  for (const [name, help, valueOf] of GAUGES) {
    const found = read.flatMap(({ realm, metrics }) => {
      const value = valueOf(metrics)
      return value === null ? [] : [{ realm, value }]
    })
    if (found.length === 0) continue
    const gauge = new Gauge({ name: `tracord_${name}`, help, labelNames: ['realm'], registers: [registry] })
    for (const { realm, value } of found) gauge.set({ realm }, value)
  }
  registry.registerMetric(answersOf(read) as unknown as PromMetric)
  return registry.metrics()
}

/** M3 as it was counted: the library's own histogram counts one answer at a time, and these are counted already. */
function answersOf(read: readonly { readonly realm: string; readonly metrics: Metrics }[]): object {
  const name = 'tracord_answer_ms'
  const values = read.flatMap(({ realm, metrics: { answers } }) => {
    let sum = 0
    const buckets = [...answers.bounds, '+Inf'].map((le, at) => {
      sum += answers.counts[at] ?? 0
      return { metricName: `${name}_bucket`, labels: { realm, le }, value: sum }
    })
    const total = { metricName: `${name}_sum`, labels: { realm }, value: answers.sumMs }
    return [...buckets, total, { metricName: `${name}_count`, labels: { realm }, value: sum }]
  })
  const metric = { name, help: 'M3: milliseconds to an answer.', type: 'histogram', aggregator: 'sum', values }
  return { name, get: () => metric }
}
