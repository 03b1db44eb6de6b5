/** Ground rules: what single claims say rests on what; data, not law, so they come and go. */
import type { Fact } from '../store/facts.ts'
import { factIn, type Part } from '../store/part.ts'

/** `head` holds while every part of `body` does. */
export interface Ground {
  readonly head: Fact
  readonly body: readonly Part[]
}

/** Ground rules by head and body. */
export interface Grounds {
  add(ground: Ground): void
  remove(ground: Ground): void
  has(ground: Ground): boolean
  withHead(fact: Fact): Iterable<Ground>
  /** Those with the fact, or its leaf alone, in their body. */
  withBody(fact: Fact): Iterable<Ground>
}

const NONE: readonly Ground[] = []

/** Ground rules, none yet. */
export function createGrounds(): Grounds {
  const byHead = new Map<Fact, Set<Ground>>()
  const byBody = new Map<Fact, Set<Ground>>()
  const note = (map: Map<Fact, Set<Ground>>, fact: Fact, ground: Ground): void => {
    const held = map.get(fact)
    if (held === undefined) map.set(fact, new Set([ground]))
    else held.add(ground)
  }
  return {
    add(ground) {
      note(byHead, ground.head, ground)
      for (const part of ground.body) note(byBody, factIn(part), ground)
    },
    remove(ground) {
      byHead.get(ground.head)?.delete(ground)
      for (const part of ground.body) byBody.get(factIn(part))?.delete(ground)
    },
    has: (ground) => byHead.get(ground.head)?.has(ground) === true,
    withHead: (fact) => byHead.get(fact) ?? NONE,
    withBody: (fact) => byBody.get(fact) ?? NONE,
  }
}
