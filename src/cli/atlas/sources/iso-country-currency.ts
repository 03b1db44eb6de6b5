/** iso-country-currency: names and currencies. */
import * as codes from '../codes.ts'

/** Reads the package. */
export async function readIsoCountryCurrency(): Promise<readonly codes.Country[]> {
  const { default: list } = await import('iso-country-currency')
  return codes.countries(
    list
      .getAllISOCodes()
      .map((one) => codes.country(one.iso, { name: codes.name(one.countryName), currency: codes.currency(one.currency) })),
  )
}
