/** Writing cases: short forms of claims, steps and traces as a case file has them. */

/** A statement. */
export const says = (frame: string, slot: string, value: unknown): object => ({ frame, slot, value })

/** A reference to a frame. */
export const ref = (id: string): object => ({ ref: id })

/** A claim. */
export function claim(id: string, by: string, statement: object, more: object = {}): object {
  return { id, by, ...statement, ...more }
}

/** A step; `more` holds its check and what it gives. */
export function step(id: string, uses: readonly string[], more: object = {}): object {
  return { id, uses, ...more }
}

/** A trace toward `goal`. */
export function trace(id: string, by: string, goal: string, concludes: object | undefined, ...steps: readonly object[]): object {
  return { id, by, goal, ...(concludes === undefined ? {} : { concludes }), steps }
}

/** A trace that answers `goal` with one step that uses `uses`. */
export function answering(id: string, by: string, goal: string, value: unknown, uses: readonly string[] = []): object {
  return trace(id, by, goal, says(goal, 'answer', value), step('s', uses))
}
