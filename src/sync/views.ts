/** Views: the state vector as those see it who hold some of its domains; each kept up to date as the whole is. */
import { covers, type Interest } from './interest-name.ts'
import { createStateVector, type StateVector } from './vector.ts'

/** A vector and its views. */
export interface Views {
  /** The whole. What is set in it is set in each view that covers it. */
  readonly vector: StateVector
  /** The part of the vector that `interest` covers; null when there is no room for another. */
  of(interest: Interest): StateVector | null
  /** Forgets views but those of these names. */
  keep(names: ReadonlySet<string>): void
  size(): number
}

interface View {
  readonly interest: Interest
  readonly vector: StateVector
}

/** An empty vector with room for `max` views. */
export function createViews(max: number): Views {
  const whole = createStateVector()
  const views = new Map<string, View>()
  const vector: StateVector = {
    ...whole,
    set(log, ...held) {
      for (const view of views.values()) if (covers(view.interest, log)) view.vector.set(log, ...held)
      return whole.set(log, ...held)
    },
    fork(key, seq) {
      for (const view of views.values()) view.vector.fork(key, seq)
      return whole.fork(key, seq)
    },
  }
  return {
    vector,
    of(interest) {
      const known = views.get(interest.name)?.vector
      if (known !== undefined) return known
      if (views.size >= max) return null
      const view = { interest, vector: createStateVector() }
      copy(whole, view)
      views.set(interest.name, view)
      return view.vector
    },
    keep(names) {
      for (const name of views.keys()) if (!names.has(name)) views.delete(name)
    },
    size: () => views.size,
  }
}

function copy(from: StateVector, { interest, vector }: View): void {
  for (const [key, count, head] of from.lines(null)) {
    const log = from.logOf(key)
    if (log === undefined || !covers(interest, log)) continue
    vector.set(log, from.held(key))
    if (head === 'forked') vector.fork(key, count)
  }
}
