/** Mutation config: the tests that a mutant must survive: those of judgement, from sources, without long runs. */
import { defineConfig } from 'vitest/config'

// oxlint-disable-next-line import/no-default-export -- the form in which vitest takes its configuration
export default defineConfig({
  resolve: { alias: [{ find: /^fast-check$/, replacement: new URL('fast-check.ts', import.meta.url).pathname }] },
  test: {
    include: ['test/semantics/**/*.test.ts', 'test/reference/**/*.test.ts'],
    exclude: ['test/semantics/worst/**', 'test/semantics/learn/**', 'test/semantics/**/{oracle,optimum,replay.property}.test.ts'],
    env: { TRACORD_RUNS: '0.2' },
    isolate: false,
    fileParallelism: false,
    testNamePattern: /^(?!.*(10,000|100,000|hundred thousand|hostile|long chain|odd cycle|cliques of|HiGHS))/, // long by intent
    testTimeout: 20_000,
  },
})
