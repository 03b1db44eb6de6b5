/** Measures: how far the reasoning of a network agrees (M1) and how deep its graph of traces is (M4), from the goals it judged. */
import type { Goal } from './goals.ts'

/** How far traces agree in meaning. */
export interface Convergence {
  /** Weight of the weightiest class of each goal over the weight of all, in parts per million, rounded down; null: nothing to compare. */
  readonly ppm: number | null
  /** Goals on which at least two authors concluded something; the others tell nothing about agreement. */
  readonly goals: number
  /** Traces of those goals. */
  readonly traces: number
}

/** M1 (R26): the sum of the weightiest classes over the sum of all, over goals with at least two authors. */
export function convergenceOf(goals: readonly Goal[]): Convergence {
  const compared = goals.filter(({ authors }) => authors > 1)
  const classes = compared.flatMap((goal) => goal.classes)
  const all = classes.reduce((sum, { weight }) => sum + BigInt(weight), 0n)
  const agreeing = compared.reduce((sum, { classes: [first] }) => sum + BigInt(first?.weight ?? 0), 0n)
  return {
    ppm: all === 0n ? null : Number((agreeing * 1_000_000n) / all),
    goals: compared.length,
    traces: classes.reduce((sum, { traces }) => sum + traces.length, 0),
  }
}

/** How many independent routes lead to goals. */
export interface Depth {
  /** Routes to the goal that has the fewest; null: no goal. */
  readonly least: number | null
  /** Goals with at least {@link ROUTES_WANTED}, and goals in all. */
  readonly deep: number
  readonly goals: number
}

/** The depth that a network should have. */
export const ROUTES_WANTED = 3

/** M4: the routes to each goal, as they are known for sure. */
export function depthOf(goals: readonly Goal[]): Depth {
  const routes = goals.map((goal) => goal.routes)
  const least = routes.reduce<number | null>((held, next) => (held === null || next < held ? next : held), null)
  return { least, deep: routes.filter((count) => count >= ROUTES_WANTED).length, goals: routes.length }
}
