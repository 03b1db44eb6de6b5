/** `tracord query`: a rule's body asked of a case file or of a node's folder. */
import { stat } from 'node:fs/promises'
import type { Command } from 'commander'
import { TracordError } from '../base/error.ts'
import { parseTime } from '../frames/value.ts'
import { engineOfCase } from '../semantics/case.ts'
import type { Engine } from '../semantics/engine.ts'
import type { QueryOptions } from '../semantics/query/answers.ts'
import { queryErrorText } from '../semantics/query/question.ts'
import { command, type CliContext, type JsonOption } from './command.ts'
import { engineOf, nodeFolderIn, readContents } from './contents.ts'
import { caseIn } from './files.ts'
import { answersLines } from './screen/answers.ts'
import { domainsLine, unjudgedLines, type DomainsHeld } from './screen/domains.ts'

interface QueryChoices extends JsonOption {
  readonly now?: string
  readonly limit?: string
}

/** Builds the command. */
export function queryCommand({ terminal }: CliContext): Command {
  return command(
    'query',
    "Ask a rule's body of a case file or a node's folder: which values make it hold, and how that stands.",
    `query doors.json 'state(D, "closed"), via(R, D)'`,
  )
    .argument('<where>', "a case file, - for standard input, or a node's folder; it may be in use")
    .argument('<body>', 'conditions joined by commas; variables begin with a capital')
    .option('--now <time>', 'the instant asked about, like 2026-01-01T00:00:00Z')
    .option('--limit <count>', 'answers given at most', '1000')
    .option('--json', 'JSON instead of a screen')
    .action(async (where: string, body: string, choices: QueryChoices) => {
      const options = optionsOf(choices)
      const { engine, held } = await askedOf(where, options.now)
      const answers = engine.query(body, options)
      if (!answers.ok) throw misuse(`the query: ${queryErrorText(answers.error)}`)
      const told = held === null ? {} : { domains: held.domains, unjudged: held.unjudged }
      if (choices.json === true) return terminal.out(JSON.stringify({ ...answers.value, ...told }))
      const { paint } = terminal
      const notes = held === null ? [] : [paint.dim(`of ${domainsLine(held)}`), ...unjudgedLines(held, paint)]
      return terminal.out([...answersLines(answers.value, terminal), ...notes].join('\n'))
    })
}

/** What is asked; and where it is the folder of a node of some domains, which. */
interface Asked {
  readonly engine: Engine
  readonly held: DomainsHeld | null
}

/** A case as of its own instant or `now`, or what a folder says. */
async function askedOf(where: string, now: number | undefined): Promise<Asked> {
  const isFolder =
    where !== '-' &&
    (await stat(where).then(
      (found) => found.isDirectory(),
      () => false,
    ))
  if (!isFolder) {
    const input = await caseIn(where)
    return { engine: engineOfCase({ ...input, now: now ?? input.now }), held: null }
  }
  const folder = await nodeFolderIn(where)
  const contents = await readContents(folder)
  if (contents.founding === null) throw misuse(`the law of this realm is not kept in ${folder}: nothing can be judged by it`)
  const engine = engineOf(contents.founding, contents)
  const { domains, left } = contents
  return { engine, held: domains === null ? null : { domains, left, unjudged: engine.unjudged() } }
}

function optionsOf({ now, limit = '' }: QueryChoices): QueryOptions {
  if (!/^\d{1,9}$/.test(limit)) throw misuse(`--limit takes a number, not "${limit}"`)
  if (now === undefined) return { limit: Number(limit) }
  const at = parseTime(now)
  if (at === undefined) throw misuse(`--now takes a time like 2026-01-01T00:00:00Z, not "${now}"`)
  return { limit: Number(limit), now: at }
}

const misuse = (message: string): TracordError => new TracordError('BAD_INPUT', message)
