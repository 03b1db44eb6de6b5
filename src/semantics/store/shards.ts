/** Shards: a map from texts to numbers in many small maps, so that none is large when it makes room for more. */

/** Numbers by text. Safe against texts that somebody chose to be slow: each map is the engine's own, with its secret hash. */
export interface Shards {
  get(text: string): number | undefined
  set(text: string, number: number): void
}

const SHARDS = 256

/** A map, empty. */
export function createShards(): Shards {
  const shards: (Map<string, number> | undefined)[] = Array.from({ length: SHARDS })
  return {
    get: (text) => shards[shardOf(text)]?.get(text),
    set: (text, number) => void (shards[shardOf(text)] ??= new Map()).set(text, number),
  }
}

/** By the length, the middle and the end, where names differ; cheap, since all that a bad choice costs is a larger map. */
function shardOf(text: string): number {
  const { length } = text
  if (length < 2) return length
  const hash = Math.imul(Math.imul(text.charCodeAt(length - 1), 31) + text.charCodeAt(length - 2), 31) + text.charCodeAt(length >> 1)
  return ((hash ^ (hash >>> 8)) + length) & (SHARDS - 1)
}
