/** `tracord serve`: a sync server until somebody stops it. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import { TracordError } from '../base/error.ts'
import { canonicalText, type Json } from '../base/canonical.ts'
import { foundOpen, readFounding, type Founding } from '../frames/founding.ts'
import type { LawInput } from '../frames/read-law.ts'
import type { ServerConfig } from '../server/config.ts'
import type { ServerEvent, TracordServer } from '../server/index.ts'
import { TOKEN_FILE } from '../server/modules/token.ts'
import { command, type CliContext, type JsonOption } from './command.ts'
import { listOf } from './realm/open.ts'
import type { Paint, Terminal } from './terminal.ts'

const PORT_MAX = 65_535

interface ServeFlags extends JsonOption {
  readonly port: number
  readonly host: string
  readonly dir?: string
  readonly realm?: string
  readonly connect?: readonly string[]
  readonly modules?: string
  readonly attach?: boolean
  readonly config?: string
  readonly domains?: string
}

/** Builds the command. */
export function serveCommand(context: CliContext): Command {
  return command('serve', 'Run a websocket sync server; stops cleanly on SIGTERM.', 'serve --port 4040 --dir ./server-data')
    .option('--port <number>', 'TCP port; 0 takes any free one', portOf, 4040)
    .option('--host <address>', 'address to listen on; 0.0.0.0 for every network', '127.0.0.1')
    .option('--dir <dir>', 'where entries are kept; without it, in memory only')
    .option('--realm <file>', 'the default realm: its founding record (realm.json), or JSON with name, types, slots, rules and policy')
    .option('--connect <url...>', 'other servers to stay linked with')
    .option('--modules <dir>', 'a folder of modules that reason for the default realm, each in a thread of its own; their code is run')
    .option('--config <file>', 'JSON: the name or id of a realm -> { manner, domains, beaconMs }: how its node asks, holds and beats')
    .option('--domains <list>', 'hold these domains only, like plant-a,plant-b; what --config says of a realm goes first')
    .option('--attach', 'lets modules of other processes attach, by the token in <dir>/modules.token')
    .option('--json', 'one JSON line when ready and one when stopped')
    .action((flags: ServeFlags) => serveUntilStopped(flags, context.terminal))
}

async function serveUntilStopped(flags: ServeFlags, terminal: Terminal): Promise<void> {
  const founding = flags.realm === undefined ? undefined : await readRealm(flags.realm)
  const config = flags.config === undefined ? undefined : await readConfig(flags.config)
  const { serve } = await import('../server/index.ts')
  const server = await serve({
    port: flags.port,
    host: flags.host,
    ...(flags.dir === undefined ? {} : { dir: flags.dir }),
    ...(founding === undefined ? {} : { founding }),
    ...(flags.connect === undefined ? {} : { connect: flags.connect }),
    ...(flags.modules === undefined ? {} : { modules: { dir: flags.modules } }),
    ...(flags.attach === true ? { attach: true } : {}),
    ...(config === undefined ? {} : { config }),
    ...(flags.domains === undefined ? {} : { domains: namesFrom(flags.domains) }),
  })
  if (flags.json === true)
    terminal.out(
      JSON.stringify({ event: 'ready', url: server.url, port: server.port, realms: server.realms(), dir: flags.dir ?? null }),
    )
  else terminal.out(readyLines(server, flags, terminal.paint).join('\n'))
  server.subscribe((trouble) => terminal.out(flags.json === true ? troubleJson(trouble) : troubleLine(trouble, terminal.paint)))
  await stopped(terminal.stop)
  await server.close()
  terminal.out(
    flags.json === true
      ? JSON.stringify({ event: 'stopped' })
      : `${terminal.paint.green('■')} stopped; everything acknowledged is kept`,
  )
}

function troubleJson({ realm, event: { type, ...rest } }: ServerEvent): string {
  return JSON.stringify({ event: type, realm, ...rest })
}

function troubleLine({ name, event }: ServerEvent, paint: Paint): string {
  if (event.type !== 'readonly') return `${paint.red('▲')} ${name}: ${event.why}`
  if (!event.on) return `${paint.green('●')} ${name}: writes again; everything that waited is kept`
  return `${paint.red('▲')} ${name}: cannot write (${event.why}); it goes on serving and tries again by itself`
}

function readyLines(server: TracordServer, flags: ServeFlags, paint: Paint): readonly string[] {
  const http = server.url.replace(/^ws/, 'http')
  return [
    `${paint.green('●')} ${paint.bold('tracord')} serves at ${paint.cyan(server.url)}`,
    `  ${paint.dim('realms ')} ${server.realms().join(', ') || 'none yet: the first client brings one'}`,
    `  ${paint.dim('kept in')} ${flags.dir ?? 'memory only; --dir keeps it'}`,
    ...(flags.domains === undefined ? [] : [`  ${paint.dim('holds  ')} ${namesFrom(flags.domains).join(', ')} only`]),
    `  ${paint.dim('health ')} ${http}/healthz  ${http}/readyz`,
    ...(flags.attach === true ? [`  ${paint.dim('modules')} ${server.url}/modules; token: ${join(flags.dir ?? '', TOKEN_FILE)}`] : []),
    paint.dim('  Ctrl-C stops'),
  ]
}

/** The realm that a file describes; every part but the name may be absent. */
export async function readRealm(file: string): Promise<Founding> {
  let described: LawInput & { readonly name?: unknown }
  try {
    described = JSON.parse(await readFile(file, 'utf8')) as typeof described
  } catch (cause) {
    throw new TracordError('BAD_INPUT', `cannot read the realm ${file}: ${(cause as Error).message}`, { cause })
  }
  if (typeof described !== 'object' || described === null || typeof described.name !== 'string') {
    throw new TracordError('BAD_INPUT', `${file}: a realm is an object with at least a "name"`)
  }
  // A whole record, of a closed realm too, is the realm that it founded; anything less founds an open one.
  const founding =
    'founder' in described ? readFounding(canonicalText(described as unknown as Json)) : foundOpen(described.name, described)
  if (!founding.ok) throw new TracordError('BAD_INPUT', `${file}: ${founding.error.path}: ${founding.error.why}`)
  return founding.value
}

/** How the nodes of some realms work, by a file; the server checks the rest. */
async function readConfig(file: string): Promise<ServerConfig> {
  const { checkConfig } = await import('../server/config.ts')
  try {
    return checkConfig(JSON.parse(await readFile(file, 'utf8')))
  } catch (cause) {
    throw new TracordError('BAD_INPUT', `${file}: ${(cause as Error).message}`, { cause })
  }
}

/** The domains of `--domains`; the server checks each. */
function namesFrom(text: string): readonly string[] {
  const names = listOf(text) ?? []
  if (names.length > 0) return names
  throw new TracordError('BAD_INPUT', '--domains takes names, like plant-a,plant-b; without it all domains are held')
}

function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (!(port <= PORT_MAX))
    throw new TracordError('BAD_INPUT', `--port takes a number from 0 to ${PORT_MAX}, not ${JSON.stringify(text)}`)
  return port
}

function stopped(stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (stop.aborted) resolve()
    else stop.addEventListener('abort', () => resolve(), { once: true })
  })
}
