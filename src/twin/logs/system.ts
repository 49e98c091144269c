/** The system's own pods: they say little. */
import { between, pick } from '../world/chance.ts'
import { isoTime, type Line, somewhen, type Writer } from './writer.ts'

/** `I0120 10:00:00.123456       1 file.go:12] text`. */
function klog(level: 'I' | 'W' | 'E', at: number, place: string, text: string): string {
  const iso = isoTime(at)
  return `${level}${iso.slice(5, 7)}${iso.slice(8, 10)} ${iso.slice(11, 23)}${String(at % 1_000).padStart(3, '0')}       1 ${place}] ${text}`
}

export const dns: Writer = {
  second({ age, random }) {
    if (age === 0)
      return [
        { offset: 60, text: '.:53' },
        {
          offset: 61,
          text: '[INFO] plugin/reload: Running configuration SHA512 = 8a7d59126e7f114ab49c6d2613be93d8ef7d408af8ee61a710210843dc409f03133727e38f64469d9bb180f396c84ebf48a42bde3b3769730865ca9df5eb281c',
        },
        { offset: 62, text: 'CoreDNS-1.12.3' },
      ]
    if (random.next() > 0.002) return []
    const from = `10.0.${between(random, 1, 120)}.${between(random, 2, 250)}:${between(random, 32_768, 60_999)}`
    return [
      {
        offset: somewhen(random),
        text: `[ERROR] plugin/errors: 2 shop.example.internal. A: read udp ${from}->10.0.0.2:53: i/o timeout`,
      },
    ]
  },
}

export const network: Writer = {
  second({ age, second, random }) {
    const said = (msg: string): Line => ({
      offset: 200,
      text: JSON.stringify({ level: 'info', ts: isoTime(second + 200), caller: 'entrypoint.sh', msg }),
    })
    if (age === 0) return [said('Install CNI binaries..'), said('Starting IPAM daemon...')]
    if (age === 4) return [said('Successfully copied CNI plugin binary and config file.')]
    return age % 60 === 0 ? [said(`IP pool: ${between(random, 2, 9)} free of 29`)] : []
  },
}

export const proxy: Writer = {
  second({ age, second, random }) {
    if (age === 0)
      return [
        { offset: 70, text: klog('I', second + 70, 'server.go:715', '"Version info" version="v1.34.0-eks-0a21954"') },
      ]
    if (random.next() > 0.001) return []
    const offset = somewhen(random)
    return [
      {
        offset,
        text: klog(
          'I',
          second + offset,
          'proxier.go:1547',
          `"Reloading service iptables data" numServices=${between(random, 4, 6)} numEndpoints=${between(random, 7, 14)}`,
        ),
      },
    ]
  },
}

const looks = ['No unschedulable pods', 'Calculating unneeded nodes', 'Starting main loop']

export const plain: Writer = {
  second({ age, second, random }) {
    if (age % 10 !== 0) return []
    return [{ offset: 310, text: klog('I', second + 310, 'static_autoscaler.go:274', pick(random, looks)) }]
  },
}
