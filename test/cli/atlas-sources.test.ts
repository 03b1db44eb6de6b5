/** The atlas's sources: seven packages in one spelling, and still at odds. */
import { expect, test } from 'vitest'
import * as codes from '../../src/cli/atlas/codes.ts'
import { ATLAS, SINGLE_SLOTS } from '../../src/cli/atlas/law.ts'
import { readSource, SOURCES } from '../../src/cli/atlas/source.ts'
import { foundOpen } from '../../src/frames/founding.ts'

const SHAPES: Readonly<Record<string, RegExp>> = {
  name: /^\S(.*\S)?$/u,
  capital: /^\S(.*\S)?$/u,
  currency: /^[A-Z]{3}$/,
  currencies: /^[A-Z]{3}$/,
  callingCode: /^[1-9]\d{0,6}$/,
  continent: /^(AF|AN|AS|EU|NA|OC|SA)$/,
  alpha3: /^[A-Z]{3}$/,
  numeric: /^\d{3}$/,
  languages: /^[a-z]{2,3}$/,
  timezones: /^[A-Z][\w+/-]+$/,
}

const read = await Promise.all(SOURCES.map(async ({ name }) => ({ name, countries: await readSource(name) })))

test.each(read)('[CLI11] $name speaks in codes', ({ countries }) => {
  expect(countries.length).toBeGreaterThan(240)
  expect(new Set(countries.map(({ code }) => code)).size).toBe(countries.length)
  for (const { code, slots } of countries) {
    expect(code).toMatch(/^[A-Z]{2}$/)
    expect(Object.keys(slots).length).toBeGreaterThan(0)
    for (const [slot, value] of Object.entries(slots)) {
      for (const one of [value].flat()) {
        expect(one).toMatch(SHAPES[slot] ?? /^never$/)
        expect(one).toBe(one.normalize('NFC'))
      }
    }
  }
})

test('[CLI11] the sources are sure of Bulgaria on either side, and at odds together', () => {
  const currencies = SOURCES.map(({ name, side }) => {
    const slots = read.find((one) => one.name === name)?.countries.find(({ code }) => code === 'BG')?.slots
    return [side, slots?.['currency']] as const
  }).filter(([, currency]) => currency !== undefined)
  expect(new Set(currencies.filter(([side]) => side === 'west').map(([, currency]) => currency))).toEqual(new Set(['EUR']))
  expect(new Set(currencies.filter(([side]) => side === 'east').map(([, currency]) => currency))).toEqual(new Set(['BGN']))
  expect(currencies).toHaveLength(6)
})

test('[CLI11] they really disagree in many places', () => {
  const values = new Map<string, Set<string>>()
  for (const { countries } of read) {
    for (const { code, slots } of countries) {
      for (const slot of SINGLE_SLOTS) {
        const value = slots[slot]
        if (typeof value === 'string') values.set(`${code} ${slot}`, (values.get(`${code} ${slot}`) ?? new Set()).add(value))
      }
    }
  }
  const disputed = [...values].filter(([, said]) => said.size > 1).map(([place]) => place)
  expect(disputed.length).toBeGreaterThan(100)
  expect(disputed).toContain('BI capital')
})

test('[CLI11] what fits no spelling is left out', () => {
  expect(codes.country('no', {})).toBeUndefined()
  expect(codes.country('N0', { name: 'x' })).toBeUndefined()
  expect(
    codes.country('ch', {
      name: codes.name('  Swit\tzerland '),
      currency: codes.currency('Franken'),
      languages: ['de', undefined, 'de'],
    }),
  ).toEqual({
    code: 'CH',
    slots: { name: 'Swit zerland', languages: ['de'] },
  })
  expect(codes.callingCode('+1 268')).toBe('1268')
  expect(codes.numeric(4)).toBe('004')
  expect(codes.numeric('')).toBeUndefined()
  expect(codes.continent('West Indies')).toBe('NA')
  expect(codes.continent('Indian Ocean')).toBeUndefined()
  expect(codes.language('DEU', new Map([['deu', 'de']]))).toBe('de')
})

test('an unknown source is named', async () => {
  await expect(readSource('countries-of-mars')).rejects.toMatchObject({ code: 'BAD_INPUT' })
})

test('the atlas law is its own normal form', () => {
  expect(foundOpen(ATLAS.name, ATLAS)).toEqual({ ok: true, value: ATLAS })
})
