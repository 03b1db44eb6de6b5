/** Machine: where numbers come from; without it they mean nothing. */
import { execFileSync } from 'node:child_process'
import os from 'node:os'

/** What a run ran on. `load` is the one-minute load average when it began. */
export interface Machine {
  readonly cpu: string
  readonly cores: number
  readonly memoryGB: number
  readonly node: string
  readonly load: number
}

/** This machine, now. */
export function describeMachine(): Machine {
  return {
    cpu: os.cpus()[0]?.model.trim() ?? 'unknown',
    cores: os.cpus().length,
    memoryGB: Math.round(os.totalmem() / 1e9),
    node: process.version,
    load: Number((os.loadavg()[0] ?? 0).toFixed(2)),
  }
}

/** The commit that is checked out, `+` when files differ from it, or `unknown`. */
export function currentCommit(): string {
  try {
    const git = (...args: string[]): string =>
      execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
    const own = ['baselines', 'charts', 'RESULTS.md'].map((name) => `:(exclude)bench/${name}`) // what benchmarks write themselves
    const changed = git('status', '--porcelain', '--untracked-files=no', '--', '.', ...own)
    return git('rev-parse', '--short', 'HEAD') + (changed === '' ? '' : '+')
  } catch {
    return 'unknown'
  }
}
