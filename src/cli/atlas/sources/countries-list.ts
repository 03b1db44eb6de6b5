/** countries-list: names, capitals, currencies, calling codes, continents and languages. */
import * as codes from '../codes.ts'

/** Reads the package. */
export async function readCountriesList(): Promise<readonly codes.Country[]> {
  const { countries } = await import('countries-list')
  return codes.countries(
    Object.entries(countries).map(([code, one]) =>
      codes.country(code, {
        name: codes.name(one.name),
        capital: codes.name(one.capital),
        currency: codes.currency(one.currency[0]),
        currencies: one.currency.map(codes.currency),
        callingCode: codes.callingCode(one.phone[0]),
        continent: codes.continent(one.continent),
        languages: one.languages.map((code) => codes.language(code)),
      }),
    ),
  )
}
