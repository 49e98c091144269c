/** The functions of an expression: signature, one line of explanation in English and Korean, an example, other names. */
import { readSignature, type Signature } from './signature.ts'

/** A function or an aggregate as the language knows it. */
export interface FunctionEntry {
  /** The canonical name: what the tree holds. */
  readonly name: string
  /** Other spellings that mean the same; letter case never matters. */
  readonly aliases: readonly string[]
  readonly group: FunctionGroup
  readonly signature: Signature
  /** The signature as people read it. */
  readonly shown: string
  readonly doc: { readonly en: string; readonly ko: string }
}
export type FunctionGroup = 'numeric' | 'date' | 'general' | 'json' | 'ip' | 'string' | 'aggregate'

export const entriesOf = (
  group: FunctionGroup,
  rows: readonly (readonly [signature: string, en: string, ko: string, ...aliases: string[]])[],
): readonly FunctionEntry[] =>
  rows.map(([text, en, ko, ...aliases]) => {
    const signature = readSignature(text)
    return {
      name: signature.name,
      aliases,
      group,
      signature,
      shown: text.replace(/: !?\w+(?=[,)])/g, '').replace(/\): \w+$/, ')'),
      doc: { en, ko },
    }
  })

// biome-ignore format: a table reads better in rows
export const scalarFunctions: readonly FunctionEntry[] = [
  ...entriesOf('numeric', [
    ['abs(a: number): number', 'Absolute value.', '절댓값.'],
    ['ceil(a: number): number', 'Rounds up to a whole number.', '정수로 올림합니다.'],
    ['floor(a: number): number', 'Rounds down to a whole number.', '정수로 내림합니다.'],
    ['greatest(a: number, ...more: number): number', 'The largest of the values.', '값 중 가장 큰 값.'],
    ['least(a: number, ...more: number): number', 'The smallest of the values.', '값 중 가장 작은 값.'],
    ['log(a: number): number', 'Natural logarithm.', '자연로그.'],
    ['round(a: number, digits?: number): number', 'Rounds to a whole number, or to so many decimals.', '정수 또는 지정한 소수 자릿수로 반올림합니다.'],
    ['sqrt(a: number): number', 'Square root.', '제곱근.'],
    ['haversine(lat1: number, lon1: number, lat2: number, lon2: number): number', 'Distance on the globe in kilometres.', '지구 위 두 점 사이의 거리(km).'],
    ['toNumber(a: any): number', 'The value as a number, null where it is none.', '값을 숫자로 바꿉니다. 숫자가 아니면 null.'],
    ['toInt(a: any): number', 'The value as a whole number.', '값을 정수로 바꿉니다.'],
    ['toLong(a: any): number', 'The value as a whole number.', '값을 정수로 바꿉니다.'],
    ['toDouble(a: any): number', 'The value as a number with decimals.', '값을 실수로 바꿉니다.'],
  ]),
  ...entriesOf('date', [
    ['bin(period: !period): time', 'The event time rounded down to the period: the usual key of a time series.', '이벤트 시각을 주기 단위로 내림합니다. 시계열의 기본 키입니다.'],
    ['datefloor(t: time, period: !period): time', 'A time rounded down to the period.', '시각을 주기 단위로 내림합니다.'],
    ['dateceil(t: time, period: !period): time', 'A time rounded up to the period.', '시각을 주기 단위로 올림합니다.'],
    ['fromMillis(n: number): time', 'Epoch milliseconds as a time.', '에포크 밀리초를 시각으로 바꿉니다.'],
    ['toMillis(t: time): number', 'A time as epoch milliseconds.', '시각을 에포크 밀리초로 바꿉니다.'],
    ['now(): number', 'Epoch seconds at which the query started.', '쿼리를 시작한 시각(에포크 초).'],
    ['parseDate(s: text, pattern: text, zone?: text): number', 'Reads a date by a pattern such as "yyyy-MM-dd HH:mm:ss" into epoch milliseconds.', '"yyyy-MM-dd HH:mm:ss" 같은 패턴으로 날짜를 읽어 에포크 밀리초로 바꿉니다.'],
    ['formatDate(t: time, pattern: text, zone?: text): text', 'Writes a time by a pattern such as "%Y-%m-%d".', '"%Y-%m-%d" 같은 패턴으로 시각을 씁니다.', 'strftime'],
  ]),
  ...entriesOf('general', [
    ['ispresent(f: any): flag', 'True where the field has a value.', '필드에 값이 있으면 참.'],
    ['coalesce(a: any, ...more: any): any', 'The first value that is not null.', 'null이 아닌 첫 번째 값.'],
    ['if(condition: flag, then: any, else: any): any', 'One of two values, by a condition.', '조건에 따라 두 값 중 하나.'],
    ['case(condition: flag, value: any, ...more: any): any', 'The value of the first condition that holds; an odd last value is for all others (at most 10 branches).', '처음으로 참인 조건의 값. 마지막에 홀로 남은 값은 나머지 모두에 쓰입니다(최대 10개 분기).'],
    ['isNumeric(f: any): flag', 'True where the value is a number.', '값이 숫자이면 참.'],
    ['messageSize(f: any): number', 'Bytes of the text.', '텍스트의 바이트 수.'],
    ['queryStartTime(): number', 'Start of the asked time range, epoch milliseconds.', '조회 구간의 시작(에포크 밀리초).'],
    ['queryEndTime(): number', 'End of the asked time range, epoch milliseconds.', '조회 구간의 끝(에포크 밀리초).'],
    ['queryTimeRange(): number', 'Length of the asked time range, milliseconds.', '조회 구간의 길이(밀리초).'],
    ['unmask(f: any): any', 'The value without masking, for those who may see it.', '볼 권한이 있으면 마스킹하지 않은 값.'],
  ]),
  ...entriesOf('json', [
    ['jsonParse(s: text): structure', 'Reads JSON text into a map or list, for access as j.a.b or j.l[1].', 'JSON 텍스트를 맵이나 리스트로 읽습니다. j.a.b, j.l[1]처럼 접근합니다.'],
    ['jsonStringify(m: structure): text', 'Writes a map or list as JSON text.', '맵이나 리스트를 JSON 텍스트로 씁니다.'],
    ['jsonArraySize(s: any): number', 'Count of elements of a JSON array.', 'JSON 배열의 원소 수.'],
    ['jsonArrayContains(s: any, value: any): flag', 'True where a JSON array holds the value.', 'JSON 배열에 값이 있으면 참.'],
  ]),
  ...entriesOf('ip', [
    ['isValidIp(f: text): flag', 'True for an IPv4 or IPv6 address.', 'IPv4 또는 IPv6 주소이면 참.'],
    ['isValidIpV4(f: text): flag', 'True for an IPv4 address.', 'IPv4 주소이면 참.'],
    ['isValidIpV6(f: text): flag', 'True for an IPv6 address.', 'IPv6 주소이면 참.'],
    ['isIpInSubnet(f: text, cidr: text): flag', 'True where the address is in the subnet (IPv4 or IPv6).', '주소가 서브넷 안에 있으면 참(IPv4, IPv6).'],
    ['isIpv4InSubnet(f: text, cidr: text): flag', 'True where the IPv4 address is in the subnet.', 'IPv4 주소가 서브넷 안에 있으면 참.'],
    ['isIpv6InSubnet(f: text, cidr: text): flag', 'True where the IPv6 address is in the subnet.', 'IPv6 주소가 서브넷 안에 있으면 참.'],
    ['ipv4ToNumber(f: text): number', 'An IPv4 address as a number.', 'IPv4 주소를 숫자로 바꿉니다.'],
    ['isPrivateIP(f: text): flag', 'True for an address of a private network.', '사설망 주소이면 참.'],
    ['isPublicIP(f: text): flag', 'True for a public address.', '공인 주소이면 참.'],
    ['isReservedIP(f: text): flag', 'True for a reserved address.', '예약된 주소이면 참.'],
  ]),
  ...entriesOf('string', [
    ['isempty(f: text): flag', 'True where the field is missing or an empty text.', '필드가 없거나 빈 문자열이면 참.'],
    ['isblank(f: text): flag', 'True where the field is missing or nothing but blanks.', '필드가 없거나 공백뿐이면 참.'],
    ['concat(a: text, ...more: text): text', 'Joins texts.', '텍스트를 이어 붙입니다.'],
    ['ltrim(s: text, chars?: text): text', 'Takes blanks, or the given characters, off the start.', '앞의 공백 또는 지정한 문자들을 뺍니다.'],
    ['rtrim(s: text, chars?: text): text', 'Takes blanks, or the given characters, off the end.', '뒤의 공백 또는 지정한 문자들을 뺍니다.'],
    ['trim(s: text, chars?: text): text', 'Takes blanks, or the given characters, off both ends.', '앞뒤의 공백 또는 지정한 문자들을 뺍니다.'],
    ['strlen(s: text): number', 'Length in characters.', '글자 수.'],
    ['toupper(s: text): text', 'In capital letters.', '대문자로 바꿉니다.'],
    ['tolower(s: text): text', 'In small letters.', '소문자로 바꿉니다.'],
    ['substr(s: text, from: number, length?: number): text', 'A part of the text, counted from 0.', '텍스트의 일부. 0부터 셉니다.'],
    ['replace(s: text, what: text, by: text): text', 'Replaces every occurrence of a text.', '모든 해당 텍스트를 바꿉니다.'],
    ['regexReplace(s: text, what: !regex, by: text): text', 'Replaces every match of a regular expression.', '정규식에 맞는 곳을 모두 바꿉니다.'],
    ['strcontains(s: text, what: text, ignoreCase?: any): flag', 'True where the text holds the other text.', '텍스트에 다른 텍스트가 들어 있으면 참.'],
    ['startsWith(s: text, what: text): flag', 'True where the text begins so.', '텍스트가 그렇게 시작하면 참.'],
    ['endsWith(s: text, what: text): flag', 'True where the text ends so.', '텍스트가 그렇게 끝나면 참.'],
    ['urlencode(s: text): text', 'Percent-encodes the text.', 'URL 인코딩합니다.'],
    ['urldecode(s: text): text', 'Undoes percent-encoding.', 'URL 인코딩을 풉니다.'],
    ['base64encode(s: text): text', 'Writes the text as Base64.', 'Base64로 인코딩합니다.'],
    ['base64decode(s: text): text', 'Reads Base64.', 'Base64를 디코딩합니다.'],
    ['split(s: text, by: text): structure', 'Cuts a text into a list.', '텍스트를 나누어 리스트로 만듭니다.'],
    ['hexToAscii(s: text): text', 'Reads pairs of hexadecimal digits as characters.', '16진수 두 자리씩을 문자로 읽습니다.'],
    ['hexToDec(s: text): number', 'A hexadecimal number as a decimal one.', '16진수를 10진수로 바꿉니다.'],
    ['decToHex(a: number): text', 'A whole number in hexadecimal, as 0xff.', '정수를 0xff 같은 16진수로 씁니다.'],
    ['md5(s: text): text', 'MD5 digest in hexadecimal.', 'MD5 해시(16진수).'],
    ['sha256(s: text): text', 'SHA-256 digest in hexadecimal.', 'SHA-256 해시(16진수).'],
  ]),
]
