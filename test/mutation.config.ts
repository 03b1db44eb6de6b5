/** Mutation config: the tests that a mutant must survive: those of judgement, from sources, without the ones that need long runs. */
import { defineConfig } from 'vitest/config'

// oxlint-disable-next-line import/no-default-export -- the form in which vitest takes its configuration
export default defineConfig({
  test: {
    env: { TRACORD_RUNS: '0.1' },
    include: ['test/semantics/**/*.test.ts', 'test/reference/**/*.test.ts'],
    exclude: ['test/semantics/worst/**', 'test/semantics/learn/**'],
    testTimeout: 20_000,
    isolate: false,
    fileParallelism: false,
  },
})
