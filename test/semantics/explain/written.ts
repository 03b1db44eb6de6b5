/** Written: claims, engines and pages of explanations, as tests write them down. */
import { DEFAULT_POLICY, type Law } from '../../../src/frames/facet.ts'
import type { Said } from '../../../src/frames/item.ts'
import type { Statement } from '../../../src/frames/statement.ts'
import type { Value } from '../../../src/frames/value.ts'
import { createEngine } from '../../../src/semantics/create.ts'
import type { Engine } from '../../../src/semantics/engine.ts'

/** A claim. */
export const claim = (id: string, by: string, frame: string, slot: string, value: Value, more: object = {}): Said => ({
  id,
  by,
  item: { k: 'claim', frame, slot, value, ...more },
})
/** An undercut. */
export const undercut = (id: string, by: string, of: string, confidence: number): Said => ({
  id,
  by,
  item: { k: 'undercut', claim: of, confidence },
})
/** A withdrawal. */
export const withdrawal = (by: string, of: string): Said => ({ id: `w-${of}`, by, item: { k: 'withdraw', claim: of } })
/** A statement. */
export const statement = (frame: string, slot: string, value: Value, not = false): Statement => ({ frame, slot, value, not })
/** A frame as a value. */
export const ref = (frame: string): Value => ({ ref: frame })
/** Milliseconds of a time on one fixed day. */
export const today = (hour: number, minute: number): number => Date.UTC(2026, 0, 1, hour, minute)

/** An engine under a law of these parts, told all of `said`. */
export function engineOf(part: Partial<Law>, said: readonly Said[]): Engine {
  const engine = createEngine({ types: [], slots: {}, rules: [], policy: DEFAULT_POLICY, ...part })
  engine.add(said)
  return engine
}

/** The pages of all conflicts, in the order of their ids. */
export const conflictsOf = (engine: Engine): readonly string[] =>
  engine.conflicts().map(({ id }) => engine.explain({ conflict: id }).text)

/** A page as it is written here: without the line breaks and the margin around it. */
export const page = (text: string): string => text.slice(1).replace(/^ {4}/gm, '').trimEnd()

/** At most one value. */
export const ONE = [{ k: 'atMost', n: 1 }] as const
