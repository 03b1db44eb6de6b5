/** Trace line: one trace by itself, as a line of a file, spelled as in a case; who reasoned and its id may be left out. */
import { err, ok, type Result } from '../../base/result.ts'
import type { Trace } from '../../traces/trace.ts'
import type { CaseError } from './case.ts'
import { CaseFault } from './fields.ts'
import { jsonFrom } from './json.ts'
import { readTrace } from './read-trace.ts'

/** The trace that `line` spells, or what is wrong with it and where. */
export function readTraceLine(line: string): Result<Trace, CaseError> {
  try {
    const json = jsonFrom(line)
    const named = typeof json === 'object' && json !== null && !Array.isArray(json) ? { id: 'trace', by: 'told', ...json } : json
    return ok(readTrace(named, ''))
  } catch (error) {
    if (!(error instanceof CaseFault)) throw error
    return err({ type: 'CaseError', path: error.path, why: error.message })
  }
}
