/** Watch: how alike nodes are while the storm lasts, where they can reach each other, over claims that had time to arrive. */
import type { AuthorKey } from '../identity/signature.ts'
import type { Alike } from './outcome.ts'
import type { World } from './world.ts'

/** How often it is looked. */
export const LOOK_MS = 500
/** A claim, and a wire, count once they are so old. */
export const OLD_MS = 2_000

/** Looks again and again until the storm ends. */
export interface Watch {
  alike(): Alike
}

type Counts = { -readonly [K in keyof Alike]: Alike[K] }

/** Begins to look. */
export function startWatch(world: World): Watch {
  const { time, scenario } = world
  const counts: Counts = { pairs: 0, agreeing: 0, frames: 0, unlike: 0 }
  const joinedSince = new Map<string, number>()
  const knownSince = new Map<string, number>()
  const look = (): void => {
    for (const part of partsOf(world, joinedSince)) compare(world, part, counts, (name, author) => hears(world, knownSince, name, author))
    if (time.now() + LOOK_MS <= scenario.workload.stormMs) time.after(LOOK_MS, look)
  }
  time.after(LOOK_MS, look)
  return { alike: () => counts }
}

/** Nodes that have been able to reach each other for {@link OLD_MS}, over others if need be; parts of one node are left out. */
function partsOf(world: World, joinedSince: Map<string, number>): readonly (readonly string[])[] {
  const { scenario, network, places, hostile, time } = world
  const isUp = (name: string): boolean => !hostile.has(name) && places.get(name)?.actor.core() !== null
  const names = scenario.topology.nodes.filter(isUp)
  const leader = new Map(names.map((name) => [name, name]))
  const leaderOf = (name: string): string => {
    const next = leader.get(name) ?? name
    return next === name ? name : leaderOf(next)
  }
  for (const [a, b] of scenario.topology.links) {
    const key = `${a} ${b}`
    const isJoined = leader.has(a) && leader.has(b) && network.isJoined(a, b)
    if (!isJoined) joinedSince.delete(key)
    else if (!joinedSince.has(key)) joinedSince.set(key, time.now())
    if (isJoined && time.now() - (joinedSince.get(key) ?? 0) >= OLD_MS) leader.set(leaderOf(a), leaderOf(b))
  }
  const parts = new Map<string, string[]>()
  for (const name of names) parts.set(leaderOf(name), [...(parts.get(leaderOf(name)) ?? []), name])
  return [...parts.values()].filter((part) => part.length > 1)
}

/** Whether the node has known for {@link OLD_MS} that the author belongs: until then it need not hold what that says. */
function hears({ places, time }: World, knownSince: Map<string, number>, name: string, author: AuthorKey): boolean {
  const membership = places.get(name)?.actor.core()?.membership() ?? null
  if (membership === null) return true
  const key = `${name} ${author}`
  const member = membership.members.get(author)
  if (member === undefined || member.cuts !== null) {
    knownSince.delete(key)
    return false
  }
  const since = knownSince.get(key) ?? time.now()
  knownSince.set(key, since)
  return time.now() - since >= OLD_MS
}

type Hears = (name: string, author: AuthorKey) => boolean

/** Counts pairs that agree on a claim, and frames on which a part is not of one mind: both hold what they judge by, or do not. */
function compare({ places, notes, time, hostile }: World, part: readonly string[], counts: Counts, heard: Hears): void {
  const isOld = (atMs: number): boolean => time.now() - atMs >= OLD_MS
  for (const [entry, { atMs, author }] of notes.signed) {
    if (!isOld(atMs) || hostile.has(author)) continue
    const hearing = part.filter((name) => heard(name, author))
    const holding = hearing.filter((name) => places.get(name)?.actor.core()?.locate(entry) !== undefined).length
    if (holding === 0) continue
    const lacking = hearing.length - holding
    // Pairs with at least one that holds it; those where both do agree on it.
    counts.agreeing += (holding * (holding - 1)) / 2
    counts.pairs += (holding * (holding - 1)) / 2 + holding * lacking
    counts.frames += 1
    if (lacking > 0) counts.unlike += 1
  }
}
