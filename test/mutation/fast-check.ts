/** fast-check with few runs, always the same ones: a mutant is tried against every law, and there are thousands of mutants. */
import fc, { type IRawProperty, type Parameters } from 'fast-check'

export * from 'fast-check'

/** Worlds a law is tried on, unless it is so quick that there is time for more. */
export const WORLDS_MIN = 6

/** How many worlds a law is tried on now, and whether any law was tried since that was last asked. */
export const worlds = { max: WORLDS_MIN, tried: false }

/** As fast-check's own, with fewer runs and no search for a smaller failure: that there is one is enough. */
export function assert<T>(property: IRawProperty<T>, parameters: Parameters<T> = {}): void {
  worlds.tried = true
  const numRuns = Math.min(parameters.numRuns ?? worlds.max, worlds.max)
  void fc.assert(property, { seed: 1, ...parameters, numRuns, endOnFailure: true })
}

// oxlint-disable-next-line import/no-default-export -- it stands in for a package that has one
export default { ...fc, assert }
