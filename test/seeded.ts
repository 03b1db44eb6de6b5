/** fast-check with a fixed seed, so that a run today is a run tomorrow; `TRACORD_SEED` tries other worlds. */
import fc from 'fast-check'

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env['TRACORD_SEED'] ?? 1) })

export { fc }
