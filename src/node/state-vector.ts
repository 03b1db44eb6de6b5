/** State vector of a node: what it holds of each log, for those who compare nodes line by line. */
import type { Hash } from '../base/hash.ts'
import { logKeyOf, type LogKey } from '../frames/log.ts'
import type { Core } from './core/core.ts'

const cores = new WeakMap<object, Core>()

/** Notes which core is behind a node; a node's own surface stays as small as it is. */
export function rememberCore(node: object, core: Core): void {
  cores.set(node, core)
}

/** The core behind a node; undefined for what is no node of ours. */
export function coreOf(node: object): Core | undefined {
  return cores.get(node)
}

/**
 * Key, count and head of every log held, as far as it counts, sorted by key; the head of a forked log is null. Empty for what is no node
 * of ours.
 */
export function stateVectorOf(node: object): readonly (readonly [log: LogKey, count: number, head: Hash | null])[] {
  const logs = [...(cores.get(node)?.logs() ?? [])].filter(({ held }) => held.count > 0)
  const lines = logs.map(({ log, held }) => [logKeyOf(log), held.count, held.head] as const)
  return lines.sort(([a], [b]) => (a < b ? -1 : 1))
}
