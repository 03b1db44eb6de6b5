/** country-codes-list: names, main currencies, calling codes, one official language and the ISO codes. */
import * as codes from '../codes.ts'

/** Reads the package. */
export async function readCountryCodesList(): Promise<readonly codes.Country[]> {
  const { all } = await import('country-codes-list')
  return codes.countries(
    all().map((one) =>
      codes.country(one.countryCode, {
        name: codes.name(one.countryNameEn),
        currency: codes.currency(one.currencyCode),
        callingCode: codes.callingCode(one.countryCallingCode),
        languages: [codes.language(one.officialLanguageCode)],
        alpha3: codes.alpha3(one.countryCodeAlpha3),
        numeric: codes.numeric(one.countryCodeNumeric),
      }),
    ),
  )
}
