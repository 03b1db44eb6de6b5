/** Unjudged: what touches a domain that is not held here, named instead of guessed (R17). */
import { canonicalText, type Json } from '../base/canonical.ts'
import { domainOf } from '../frames/name.ts'
import { NO_SUPPORT } from './claims/supports.ts'
import { lawNamed } from './explain/says.ts'
import { askingOf, foreignFrames, type Asking } from './foreign.ts'
import { framesOf, isForeign, valuesOf } from './incomplete.ts'
import type { Broken, Unjudged } from './judgement.ts'
import type { Knowledge } from './knowledge.ts'
import { SAME_AS, THING, TYPE } from './law/build.ts'
import type { Clause, Obligation, Pattern } from './law/clause.ts'
import { NO_TERM, type Term } from './store/terms.ts'
import { sortedByHash } from './verdict/forks.ts'

/** What could not be judged, each once, sorted by the hash of its content; nothing while all domains are held. */
export function unjudgedIn(knowledge: Knowledge): readonly Unjudged[] {
  if (!knowledge.isPartial()) return []
  knowledge.closure.settle()
  const { compiled, admitted } = knowledge
  const found = [
    ...claimsOf(knowledge),
    ...compiled.clauses.flatMap((clause) => clauseOf(clause, knowledge)),
    ...admitted.program.layerB.flatMap(({ rules }) =>
      rules.flatMap((rule) => {
        const { asked, given } = askingOf(rule, knowledge)
        return named({ rule: rule.text }, foreignFrames(asked, given, knowledge))
      }),
    ),
    ...compiled.groups.flatMap(({ of, pred, by }) =>
      of === NO_TERM ? [] : named(by, foreignFrames([typeOf('Y', knowledge)], [{ pred, args: ['X', 'Y'] }], knowledge)),
    ),
    ...(knowledge.law.policy.closed ? compiled.obligations.flatMap((one) => obligationOf(one, knowledge)) : []),
  ]
  const distinct = new Map(found.map((one) => [canonicalText(one as unknown as Json), one]))
  return sortedByHash([...distinct.values()])
}

function named(by: Broken, frames: Iterable<string>): readonly Unjudged[] {
  return [...frames].map((frame) => ({ by, frame, domain: domainOf(frame) }))
}

/** Claims that rest on what is said of a frame not held, or on what is not held at all. */
function claimsOf({ claims: { supports }, isStatement, keys, isHeld }: Knowledge): readonly Unjudged[] {
  const found: Unjudged[] = []
  for (let support = 0; support < supports.count(); support++) {
    const premises = supports.premisesOf(support)
    if (premises.length === 0 || supports.isWithdrawn(support)) continue
    const claim = supports.idOf(support)
    for (const id of premises) {
      const premise = supports.find(id)
      if (premise === NO_SUPPORT) found.push({ claim, frame: null, domain: null })
      else if (isStatement(supports.factOf(premise))) {
        const { frame } = keys.statementOf(supports.factOf(premise))
        if (!isHeld(frame)) found.push({ claim, frame, domain: domainOf(frame) })
      }
    }
  }
  return found
}

/** That every frame is a Thing needs no looking; equality carries over what is said of a frame only where somebody says that it is one. */
function clauseOf({ head, body, by }: Clause, knowledge: Knowledge): readonly Unjudged[] {
  const builtin = 'builtin' in by ? by.builtin : ''
  if (builtin.startsWith(`["${THING}"`)) return []
  const isEquality = builtin.startsWith(`["${SAME_AS}"`)
  const equal = knowledge.predicates.of(SAME_AS, 2)
  const asking = ({ pred, args }: Pattern): Asking => ({ pred, args: args.map((arg) => (arg > 0 ? arg : `V${-arg}`)) })
  const atoms = body.map(asking)
  const given = isEquality ? atoms.filter(({ pred }) => pred === equal) : atoms
  return named(
    isEquality ? { builtin: SAME_AS } : lawNamed(by),
    foreignFrames(head === null ? atoms : [...atoms, asking(head)], given, knowledge),
  )
}

const typeOf = (variable: string, { predicates }: Knowledge): Asking => ({ pred: predicates.of(TYPE, 2), args: [variable, 'T'] })

/** Frames not held that are obliged to something, and values not held whose type matters. */
function obligationOf(obligation: Obligation, knowledge: Knowledge): readonly Unjudged[] {
  const { terms } = knowledge
  const { kind, slot, of, guard } = obligation
  const type = guard === NO_TERM ? undefined : (terms.valueOf(guard) as string)
  const by: Broken = type === undefined ? { facet: kind, slot } : { facet: kind, slot, type }
  const frames = [...framesOf(obligation, knowledge)]
  const asked = [...frames, ...(of === NO_TERM ? [] : frames.flatMap((frame) => valuesOf(slot, frame, knowledge)))]
  const refOf = (term: Term): string => (terms.valueOf(term) as { readonly ref: string }).ref
  return named(by, new Set(asked.filter((term) => isForeign(term, knowledge)).map(refOf)))
}
