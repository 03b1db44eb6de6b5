/** Progress: the steps of a demo, told to whoever watches. */

/** The steps, as they begin and end: for a progress line. */
export interface Watch {
  begin(text: string): void
  update(text: string): void
  end(text: string): void
}
