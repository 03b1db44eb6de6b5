/** Shards: a map from texts to numbers in many small maps, so that none is large when it makes room for more. */

/** Numbers by text. Safe against texts that somebody chose to be slow: each map is the engine's own, with its secret hash. */
export interface Shards {
  get(text: string): number | undefined
  set(text: string, number: number): void
}

const SHARDS = 256
/** Units at the end of a text that choose its shard: names differ at the end. */
const ENDING = 6

/** A map, empty. */
export function createShards(): Shards {
  const shards: (Map<string, number> | undefined)[] = Array.from({ length: SHARDS })
  return {
    get: (text) => shards[shardOf(text)]?.get(text),
    set: (text, number) => void (shards[shardOf(text)] ??= new Map()).set(text, number),
  }
}

function shardOf(text: string): number {
  let hash = text.length
  for (let at = Math.max(0, text.length - ENDING); at < text.length; at++) hash = Math.imul(hash, 31) + text.charCodeAt(at)
  return (hash ^ (hash >>> 8)) & (SHARDS - 1)
}
