/** Case: one question asked of several subjects with the same work, in sizes; what a suite is made of. */

/** The sizes and settings of one run; they name its rows. */
export type Params = Readonly<Record<string, number | string>>

/** What one run measured: value by metric. */
export type Measured = Readonly<Record<string, number>>

/**
 * One subject doing one case, in a module of its own, so that a process loads nothing of the others. The output is verified inside `run`,
 * after the timed part; a wrong output throws.
 */
export interface Driver {
  /** Makes in `dir` what the runs read; called once for all rounds, in a process of its own. */
  prepare?(params: Params, dir: string): Promise<void>
  run(params: Params, dir: string): Promise<Measured>
}

/** What is to be reached: a bound on a metric of ours, in its unit or as a multiple of another subject's. */
export interface Target {
  readonly metric: string
  readonly when?: Params
  /** Absent where {@link atLeast} is the bound. */
  readonly atMost?: number
  /** For what is the better the more there is of it. */
  readonly atLeast?: number
  /** The bound is `atMost` times what this subject measured in the same rounds. */
  readonly times?: string
}

/** One case of a suite. */
export interface Case {
  readonly name: string
  /** One sentence: what is done and what is timed. */
  readonly what: string
  readonly sizes: readonly Params[]
  readonly quickSizes: readonly Params[]
  /** true: the subjects have something to prepare. */
  readonly isPrepared?: true
  /** Subject -> module of its {@link Driver}, relative to this folder, without extension. Ours first. */
  readonly subjects: Readonly<Record<string, string>>
  /** Metric -> unit. */
  readonly units: Readonly<Record<string, string>>
  readonly targets: readonly Target[]
  /** The parameter that the fitted growth is over, and the metric it is fitted for; absent: none. */
  readonly growth?: { readonly param: string; readonly metric: string }
}

/** All cases of a suite. */
export interface Suite {
  readonly name: string
  readonly cases: readonly Case[]
}
