/** Budget: work counted in steps, never in time, so that every replica runs out at the same place (R12). */

/** Join and propagation steps that one component may take for each ground instance that one of its predicates may have. */
export const STEPS_PER_INSTANCE = 16

/** What one component may still do. */
export interface Budget {
  /** Takes `steps`; false when they are no longer there, and from then on. */
  take(steps: number): boolean
  /** Counts a ground instance of predicate number `pred`; false when it is one too many, and from then on. */
  instance(pred: number): boolean
  isOver(): boolean
}

/** The budget of one component: `perRule` ground instances a predicate. */
export function createBudget(perRule: number): Budget {
  const instances: number[] = []
  let left = perRule * STEPS_PER_INSTANCE
  let over = false
  return {
    take: (steps) => {
      left -= steps
      over ||= left < 0
      return !over
    },
    instance: (pred) => {
      const count = (instances[pred] ?? 0) + 1
      instances[pred] = count
      over ||= count > perRule
      return !over
    },
    isOver: () => over,
  }
}
