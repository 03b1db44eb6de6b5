/** Test: how a contract suite declares a test, whatever the runner. */

/** The runner's own way to declare a test: vitest's `test`, node:test's `it`. */
export type ContractTest = (title: string, run: () => Promise<void>) => unknown
