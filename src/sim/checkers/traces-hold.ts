/**
 * Traces hold: what an honest node published has a trace that is whole and true from the entries alone, on every node; and no node lets
 * speak what is not. Looked at here by other code than judgement's.
 */
import type { Hash } from '../../base/hash.ts'
import type { Said } from '../../frames/item.ts'
import type { Archive, Filed } from '../../traces/archive.ts'
import { arithFault } from '../../traces/arith.ts'
import type { ConclusionItem } from '../../frames/trace-item.ts'
import type { Checker, Complaint } from '../outcome.ts'

/** Complains of each trace that is not as its node says, and of each honest one that cannot be checked. */
export const tracesHold: Checker = ({ nodes, hostile, saidBy, scenario, signed }) => {
  const left = new Set(scenario.faults.events.flatMap((event) => (event.type === 'leave' ? [event.node] : [])))
  const isLost = (id: string): boolean => left.has(signed.get(id.slice(0, id.indexOf('#')) as Hash)?.node ?? '')
  return nodes.flatMap((node) => {
    const archive = node.told()
    if (archive.count().conclusions === 0) return []
    const claims = claimsIn(saidBy(node))
    const shown = new Map(node.traces().map((published) => [published.trace.id, published]))
    return [...archive.conclusions()].flatMap((conclusion): readonly Complaint[] => {
      const { id, by } = conclusion
      const fault = faultIn(conclusion, archive, claims)
      const published = shown.get(id)
      const tell = (why: string): readonly Complaint[] => [{ why: `${node.name}: trace ${id}: ${why}`, nodes: [node.name] }]
      if (published?.ok === true && fault !== undefined) return tell(`it speaks, and ${fault.why}`)
      if (hostile.has(by)) return []
      // In a closed realm it may rest on what somebody said whose word counts no more: then it is silent.
      if (fault !== undefined && node.realm() !== '' && published?.ok !== true) return []
      // Nor can it speak where what it rests on was known only to a node that left for good.
      if (fault?.missing !== undefined && isLost(fault.missing)) return []
      if (fault !== undefined) return tell(`an honest node published it, and ${fault.why}`)
      if (published === undefined) return tell('an honest node published it, and it is not shown')
      return [...published.badSteps.map(({ step, why }) => `${step}: ${why}`), ...published.internal].flatMap(tell)
    })
  })
}

interface Fault {
  readonly why: string
  /** What is not held. */
  readonly missing?: string
}

/** What is wrong with a trace as the entries tell it; a premise that was taken back makes it silent, not wrong. */
function faultIn({ item }: Filed<ConclusionItem>, archive: Archive, claims: ReadonlySet<string>): Fault | undefined {
  const missing = (what: string, id: string): Fault => ({ why: `its ${what} ${id} is not held`, missing: id })
  if (archive.session(item.session)?.begun === undefined) return missing('session', item.session)
  const reached = new Set(item.steps)
  for (const id of reached) {
    const step = archive.stepOf(id)
    if (step === undefined) return missing('step', id)
    const { uses = [], checks = [] } = step.item
    for (const check of checks) {
      const fault = check.k === 'arith' ? arithFault({ ...check, round: check.round === true }) : undefined
      if (fault !== undefined) return { why: fault }
    }
    for (const used of uses) {
      if (archive.stepOf(used) !== undefined) reached.add(used)
      else if (!claims.has(used)) return missing('premise', used)
    }
  }
  return undefined
}

/** Claims, and conclusions, which count as such. */
function claimsIn(said: readonly Said[]): ReadonlySet<string> {
  return new Set(said.flatMap(({ id, item }) => (item.k === 'claim' || item.k === 'conclusion' ? [id] : [])))
}
