/** How the tests run: files beside each other, one for each core, and those first that take longest, since whoever begins last is waited for. */
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files that take long, longest first, as they did on two cores; when others begin matters little. */
const LONG: readonly string[] = [
  'sim/thousand',
  'semantics/worst/large',
  'sync/schedules-even',
  'sync/schedules-odd',
  'sim/reasoning',
  'semantics/flood.property',
  'sim/documents',
  'cli/atlas',
  'sim/reasoning-bugs',
  'semantics/properties/revision.property',
  'cli/solvers',
  'processes/kill',
  'semantics/golden',
  'sim/bugs',
  'semantics/fall',
  'sim/realm',
  'sim/inner-bugs',
]

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rankOf = ({ moduleId }: TestSpecification): number => {
      const rank = LONG.findIndex((name) => moduleId.endsWith(`/test/${name}.test.js`))
      return rank === -1 ? LONG.length : rank
    }
    return (await super.sort(files)).sort((a, b) => rankOf(a) - rankOf(b))
  }
}

export default defineConfig({
  test: {
    dir: 'dist/test',
    pool: 'forks',
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    sequence: { sequencer: LongFirst },
  },
})
