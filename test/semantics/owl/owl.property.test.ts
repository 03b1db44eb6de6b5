/** OWL: facets against the rules of OWL 2 RL on random ontologies: the same conclusions, and conflicts where those end in `false`. */
import { assert, nat, property } from 'fast-check'
import { expect, test } from 'vitest'
import { owlClosure } from '../../reference/owl.ts'
import { runs, TIMEOUT_MS } from '../../reference/runs.ts'
import { drawOntology, engineOf, shownTriples, triplesIn } from './ontologies.ts'

test('[SEM440] types, equalities and statements are those of OWL 2 RL', { timeout: TIMEOUT_MS }, () => {
  assert(
    property(nat(), (seed) => {
      const ontology = drawOntology(String(seed))
      expect(triplesIn(engineOf(ontology))).toEqual(shownTriples(owlClosure(ontology).triples))
    }),
    runs(400),
  )
})

test('[SEM440] there is a conflict exactly where OWL 2 RL is inconsistent', { timeout: TIMEOUT_MS }, () => {
  const seen = { consistent: 0, inconsistent: 0 }
  assert(
    property(nat(), (seed) => {
      const ontology = drawOntology(`again/${seed}`)
      const { contradictions } = owlClosure(ontology)
      seen[contradictions.size === 0 ? 'consistent' : 'inconsistent']++
      expect([engineOf(ontology).conflicts().length > 0, [...contradictions]]).toEqual([contradictions.size > 0, [...contradictions]])
    }),
    runs(400),
  )
  expect(Math.min(seen.consistent, seen.inconsistent)).toBeGreaterThan(0)
})

test('[SEM440] a law that lacks one axiom is told apart from the ontology', () => {
  const noticed = Array.from({ length: 100 }, (_, at) => drawOntology(`less/${at}`)).filter((ontology) => {
    const engine = engineOf({ ...ontology, axioms: ontology.axioms.slice(1) })
    const { triples, contradictions } = owlClosure(ontology)
    return triplesIn(engine).join() !== shownTriples(triples).join() || engine.conflicts().length > 0 !== contradictions.size > 0
  })
  expect(noticed.length).toBeGreaterThan(20)
})
