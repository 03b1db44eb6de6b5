/** Child: a fresh process that prepares or runs one driver and prints what it measured as its last line. */
import { argv, exit, stdout } from 'node:process'
import type { Driver, Params } from './case.ts'

const [, , what, module = '', params = '{}', dir = ''] = argv
const driver = (await import(new URL(`${module}.js`, import.meta.url).href)) as Driver
const read = JSON.parse(params) as Params
const measured = what === 'prepare' ? await driver.prepare?.(read, dir) : await driver.run(read, dir)
stdout.write(`\n${JSON.stringify(measured ?? {})}\n`, () => exit(0))
