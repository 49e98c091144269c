/** A ring of shares, with a legend that says what the colours are and how much each is. */
import classes from './chart.module.css'
import { seriesColour } from './palette.ts'
import type { Piece } from './series.ts'

export interface PieProps {
  readonly label: string
  readonly pieces: readonly Piece[]
  /** Name of the piece that stands for the rest. */
  readonly rest: (count: number) => string
  readonly show: (value: number) => string
  readonly showShare: (share: number) => string
}

const radius = 40
const around = 2 * Math.PI * radius

export function Pie({ label, pieces, rest, show, showShare }: PieProps) {
  return (
    <div className={classes.pie}>
      <svg viewBox="0 0 110 110" role="img" aria-label={label}>
        <g transform="rotate(-90 55 55)">
          {pieces.map((piece, at) => (
            <circle
              key={piece.label || 'rest'}
              cx="55"
              cy="55"
              r={radius}
              fill="none"
              strokeWidth="24"
              stroke={piece.rest > 0 ? 'var(--mg-fill-none)' : seriesColour(at)}
              strokeDasharray={`${Math.max(0, piece.share * around - (pieces.length > 1 ? 0.8 : 0))} ${around}`}
              strokeDashoffset={-piece.start * around}
            >
              <title>{`${piece.label || rest(piece.rest)}: ${show(piece.value)} (${showShare(piece.share)})`}</title>
            </circle>
          ))}
        </g>
      </svg>
      <table className={classes.pieces}>
        <tbody>
          {pieces.map((piece, at) => (
            <tr key={piece.label || 'rest'}>
              <th scope="row">
                <span
                  className={classes.swatch}
                  style={{ background: piece.rest > 0 ? 'var(--mg-fill-none)' : seriesColour(at) }}
                  aria-hidden
                />
                {piece.label || rest(piece.rest)}
              </th>
              <td>{show(piece.value)}</td>
              <td>{showShare(piece.share)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
