/** Grounding: all instances of a component's rules that could fire, found by semi-naive joins that take its own `not` as possible. */
import { holds } from '../compare.ts'
import type { Budget } from './budget.ts'
import { termAt, type Check, type Pattern, type Plan, type Step } from './plan.ts'
import { FALSE, TRUE, type AtomId, type Relation, type Term, type Universe } from './universe.ts'

/** Ground rules: `heads[i]` follows from the literals from `starts[i]` to `starts[i + 1]`: atoms, or complements of denied ones. */
export interface Ground {
  readonly heads: readonly AtomId[]
  readonly starts: readonly number[]
  readonly literals: readonly number[]
}

/** A ground program under construction. */
export interface Draft extends Ground {
  readonly heads: AtomId[]
  readonly starts: number[]
  readonly literals: number[]
}

/** A ground program without rules. */
export function emptyGround(): Draft {
  return { heads: [], starts: [0], literals: [] }
}

/** Adds the ground rule that `head` follows from `literals`. */
export function addGround(program: Draft, head: AtomId, literals: readonly number[]): void {
  program.heads.push(head)
  for (const literal of literals) program.literals.push(literal)
  program.starts.push(program.literals.length)
}

/**
 * Adds to `program` the instances of `plans`. `own`: the relations that the component concludes; what they hold already is possible since
 * round 0. All other relations are final. Incomplete when the budget is over.
 */
export function groundInto(program: Draft, plans: readonly Plan[], own: ReadonlySet<Relation>, universe: Universe, budget: Budget): void {
  const preds = new Map([...own].map((relation, index) => [relation, index]))
  const emit = (plan: Plan, binding: Binding, chosen: readonly AtomId[], round: number): void => {
    const literals = literalsOf(plan, binding, chosen, own, universe)
    if (literals === undefined || !budget.instance(preds.get(plan.head.relation) ?? 0)) return
    const head = universe.atom(plan.head.relation, tupleOf(plan.head, binding))
    universe.admit(head, round + 1)
    addGround(program, head, literals)
  }
  // Round 0: facts and what comes from below. Later rounds: what one of the last round's atoms takes part in.
  let [round, before] = [0, -1]
  while (!budget.isOver() && before !== program.heads.length) {
    before = program.heads.length
    for (const plan of plans) fire(plan, round, own, universe, budget, (binding, chosen) => emit(plan, binding, chosen, round))
    round += 1
  }
}

/** Runs the joins of `plan` that are new in `round`: each instance is found in exactly one round, from exactly one literal. */
function fire(plan: Plan, round: number, own: ReadonlySet<Relation>, universe: Universe, budget: Budget, found: Found): void {
  const recursive = plan.joins.filter(([first]) => first !== undefined && own.has(first.pattern.relation))
  const joins = round === 0 ? [plan.joins[0] ?? []] : recursive
  if (!plan.before.every((check) => isMet(check, [], universe))) return
  for (const join of joins) {
    const fresh = join[0]?.literal ?? 0
    const sees = (step: Step, atom: AtomId): boolean => {
      if (!own.has(step.pattern.relation)) return true
      const since = universe.roundOf(atom)
      if (step.literal === fresh) return since === round
      return step.literal < fresh ? since < round : since <= round
    }
    walk({ join, sees, universe, budget, found, chosen: [] }, 0, Array<Term | undefined>(plan.variables))
  }
}

type Binding = readonly (Term | undefined)[]
/** `chosen`: the atom of each positive literal, in the order of the rule. */
type Found = (binding: Binding, chosen: readonly AtomId[]) => void

interface Walk {
  readonly join: readonly Step[]
  readonly sees: (step: Step, atom: AtomId) => boolean
  readonly universe: Universe
  readonly budget: Budget
  readonly found: Found
  readonly chosen: AtomId[]
}

function walk(context: Walk, depth: number, binding: (Term | undefined)[]): void {
  const { join, sees, universe, budget, found, chosen } = context
  const step = join[depth]
  if (step === undefined) return found(binding, chosen)
  const { relation, slots } = step.pattern
  const candidates = universe.candidates(
    relation,
    slots.map((slot) => termAt(slot, binding)),
  )
  const count = candidates.length // what is found meanwhile belongs to the next round
  for (let index = 0; index < count; index += 1) {
    const atom = candidates[index] as AtomId
    if (!sees(step, atom)) continue
    if (!budget.take(1)) return
    const bound = bind(slots, universe.argsOf(atom), binding)
    chosen[step.literal] = atom
    if (bound !== undefined && step.checks.every((check) => isMet(check, binding, universe))) walk(context, depth + 1, binding)
    for (const slot of bound ?? []) binding[slot] = undefined
  }
}

/** Binds the free slots to the terms and says which; undefined, with nothing bound, when a variable would have two terms. */
function bind(slots: readonly number[], terms: readonly Term[], binding: (Term | undefined)[]): number[] | undefined {
  const bound: number[] = []
  for (let place = 0; place < slots.length; place += 1) {
    const slot = slots[place] as number
    const held = termAt(slot, binding)
    if (held === undefined) {
      binding[slot] = terms[place]
      bound.push(slot)
    } else if (held !== terms[place]) {
      for (const undo of bound) binding[undo] = undefined
      return undefined
    }
  }
  return bound
}

function isMet({ op, left, right }: Check, binding: Binding, universe: Universe): boolean {
  const [a, b] = [termAt(left, binding), termAt(right, binding)]
  return a !== undefined && b !== undefined && holds(op, universe.value(a), universe.value(b))
}

/** What is still open of an instance: literals of the component and undefined ones from below; undefined when a final literal is false. */
function literalsOf(
  plan: Plan,
  binding: Binding,
  chosen: readonly AtomId[],
  own: ReadonlySet<Relation>,
  universe: Universe,
): readonly number[] | undefined {
  const literals: number[] = []
  for (const { pattern, literal } of plan.joins[0] ?? []) {
    const atom = chosen[literal] as AtomId
    if (own.has(pattern.relation) || universe.statusOf(atom) !== TRUE) literals.push(atom)
  }
  for (const pattern of plan.negatives) {
    const atom = universe.atom(pattern.relation, tupleOf(pattern, binding))
    const isOwn = own.has(pattern.relation)
    const status = universe.statusOf(atom)
    if (!isOwn && status === TRUE) return undefined
    if (isOwn || status !== FALSE) literals.push(~atom)
  }
  return literals
}

function tupleOf({ slots }: Pattern, binding: Binding): readonly Term[] {
  return slots.map((slot) => termAt(slot, binding) as Term)
}
