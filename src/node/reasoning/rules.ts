/** The module `rules`: answers by what the law derives; the shortest proof is the trace, and every reader verifies it. */
import type { Engine } from '../../semantics/engine.ts'
import type { Proof, ProofStep } from '../../semantics/explain/explanation.ts'
import type { Standing, StatementOut } from '../../semantics/judgement.ts'
import { isAccepted } from '../core/views.ts'
import type { Goal, Module, StatementInput, Step } from './module.ts'

const SUITED = 800

/** Reasons over what `engine` derives. */
export function rulesModule(engine: Pick<Engine, 'standingsOf' | 'explain'>): Module {
  const found = ({ wants }: Goal): Standing | undefined =>
    wants === undefined
      ? undefined
      : engine
          .standingsOf(wants.frame)
          .find(({ slot, not, derived, status }) => slot === wants.slot && !not && derived && isAccepted(status))
  return {
    name: 'rules',
    version: '1',
    accepts: (goal) => (found(goal) === undefined ? 0 : SUITED),
    async *run({ goal }) {
      const standing = found(goal)
      if (standing === undefined) throw new Error('nothing that is accepted follows for it')
      const { frame, slot, value, not } = standing
      const [proof] = engine.explain({ frame, slot, value, not }).proofs
      if (proof === undefined || proof.more > 0) throw new Error('its proof is longer than one that is shown')
      yield* stepsOf(proof)
      yield { concludes: { frame, slot, value, not } }
    },
  }
}

/** Claims are used as they are; each law that concludes a statement is a step; a relation hands on what it rests on. */
function* stepsOf({ steps }: Proof): Iterable<Step> {
  const names = new Map<number, readonly string[]>()
  for (const [place, step] of steps.entries()) {
    const uses = [...new Set(step.uses.flatMap((used) => names.get(used) ?? []))]
    const claims = claimsIn(step)
    if (claims !== undefined) names.set(place, claims)
    else if (step.statement === null) names.set(place, uses)
    else {
      const id = `proof ${place}`
      yield { id, text: step.says, uses, check: 'rule', gives: inputOf(step.statement) }
      names.set(place, [id])
    }
  }
}

function claimsIn({ by }: ProofStep): readonly string[] | undefined {
  if ('said' in by) return by.said.slice(0, 1)
  return 'claim' in by ? [by.claim] : undefined
}

const inputOf = ({ frame, slot, value, not }: StatementOut): StatementInput => ({ frame, slot, value, not })
