/** Finding: one thing that is not as it should be in a node's folder, where, and what becomes of it. */

/** The parts of a folder that are looked at. */
export type Part = 'key' | 'realm' | 'domains' | 'journal' | 'log' | 'proof' | 'document' | 'snapshot'

/**
 * How bad it is. `note`: nothing is lost and nothing need be done. `damage`: something is not what was written; it can be mended, or peers
 * give it back. `loss`: only a backup or another copy of this very folder has it.
 */
export type Grade = 'note' | 'damage' | 'loss'

/** One finding; plain data. */
export interface Finding {
  readonly part: Part
  readonly grade: Grade
  /** Which file, log or document. */
  readonly where: string
  readonly what: string
  /** What mends it, for a person. */
  readonly mend: string
  /** Whether it was mended in this run. */
  readonly mended: boolean
}

/** A finding that nothing has been done about. */
export function found(part: Part, grade: Grade, where: string, what: string, mend: string): Finding {
  return { part, grade, where, what, mend, mended: false }
}
