;; Marks n-grams of bytes in a table of 2^20 bits: of each three that begin one after the other, within eight bytes of which none is below
;; "-", the one of the least weight (`ngram.ts` has the same rule).
(module
  ;; Bytes to be read, and from the second page on tables of two pages each.
  (memory (export "memory") 1)

  ;; The n-gram of the six bytes that begin at $at.
  (func $mark (param $at i32) (param $table i32)
    (local $hash i64) (local $word i32)
    (local.set $hash
      (i64.mul
        (i64.shl (i64.load (local.get $at)) (i64.const 16))
        (i64.const 0x9E3779B97F4A7C15)))
    (local.set $word
      (i32.add (local.get $table)
        (i32.shl (i32.wrap_i64 (i64.shr_u (local.get $hash) (i64.const 49))) (i32.const 2))))
    (i32.store (local.get $word)
      (i32.or (i32.load (local.get $word))
        (i32.shl (i32.const 1) (i32.wrap_i64 (i64.shr_u (local.get $hash) (i64.const 32)))))))

  ;; The rank of each byte.
  (func $ranks (param $bytes v128) (result v128)
    (v128.xor
      (local.get $bytes)
      (i8x16.swizzle
        (v128.const i8x16 0x5b 0xe2 0x1c 0xa7 0x30 0xcd 0x86 0xf9 0x44 0x9e 0x63 0x0a 0xd8 0x71 0xb5 0x2f)
        (v128.and (local.get $bytes) (v128.const i32x4 0x0f0f0f0f 0x0f0f0f0f 0x0f0f0f0f 0x0f0f0f0f)))))

  ;; The weights of the n-grams that begin at sixteen bytes, of the ranks of those and of sixteen more.
  (func $weights (param $ranks v128) (param $more v128) (result v128)
    (i8x16.min_u
      (local.get $ranks)
      (i8x16.shuffle 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 (local.get $ranks) (local.get $more))))

  ;; Of the three n-grams that begin at each byte and at the two behind it, whether the first has the least weight, and (from bit 32) whether
  ;; the second has, if the first has not.
  (func $least (param $weights v128) (param $more v128) (result i64)
    (local $second v128) (local $third v128) (local $least v128) (local $first i32)
    (local.set $second
      (i8x16.shuffle 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 (local.get $weights) (local.get $more)))
    (local.set $third
      (i8x16.shuffle 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 (local.get $weights) (local.get $more)))
    (local.set $least (i8x16.min_u (local.get $second) (local.get $third)))
    (local.set $first (i8x16.bitmask (i8x16.le_u (local.get $weights) (local.get $least))))
    (i64.or
      (i64.extend_i32_u (local.get $first))
      (i64.shl
        (i64.extend_i32_u
          (i32.and
            (i8x16.bitmask (i8x16.eq (local.get $second) (local.get $least)))
            (i32.xor (local.get $first) (i32.const 0xffff))))
        (i64.const 32))))

  ;; A bit for each of sixteen bytes: whether it is not below "-".
  (func $within (param $bytes v128) (result i64)
    (i64.extend_i32_u
      (i8x16.bitmask
        (i8x16.ge_u
          (local.get $bytes)
          (v128.const i8x16 45 45 45 45 45 45 45 45 45 45 45 45 45 45 45 45)))))

  ;; Bits of 64 bytes and of those behind them, seen from $by bytes later.
  (func $later (param $bits i64) (param $behind i64) (param $by i64) (result i64)
    (i64.or
      (i64.shr_u (local.get $bits) (local.get $by))
      (i64.shl (local.get $behind) (i64.sub (i64.const 64) (local.get $by)))))

  ;; Chooses among the n-grams of the eight bytes that begin from $at to $end (exclusive). Up to 82 bytes behind $end are read.
  (func (export "add") (param $at i32) (param $end i32) (param $table i32)
    (local $0 v128) (local $1 v128) (local $2 v128) (local $3 v128) (local $4 v128)
    (local $within i64) (local $behind i64) (local $first i64) (local $second i64) (local $third i64) (local $chosen i64)
    (local $least i64) (local $over i64)
    (block $done
      (loop $many
        ;; The last choice may fall on the second byte behind it.
        (br_if $done (i32.ge_s (local.get $at) (i32.add (local.get $end) (i32.const 2))))
        ;; 64 at a time, for the processor guesses wrong once when it leaves a loop.
        (local.set $0 (v128.load (local.get $at)))
        (local.set $1 (v128.load offset=16 (local.get $at)))
        (local.set $2 (v128.load offset=32 (local.get $at)))
        (local.set $3 (v128.load offset=48 (local.get $at)))
        (local.set $4 (v128.load offset=64 (local.get $at)))
        (local.set $within
          (i64.or
            (i64.or
              (call $within (local.get $0))
              (i64.shl (call $within (local.get $1)) (i64.const 16)))
            (i64.or
              (i64.shl (call $within (local.get $2)) (i64.const 32))
              (i64.shl (call $within (local.get $3)) (i64.const 48)))))
        (local.set $behind (call $within (local.get $4)))
        ;; Eight in a row: two, four, eight.
        (local.set $within (i64.and (local.get $within) (call $later (local.get $within) (local.get $behind) (i64.const 1))))
        (local.set $behind (i64.and (local.get $behind) (i64.shr_u (local.get $behind) (i64.const 1))))
        (local.set $within (i64.and (local.get $within) (call $later (local.get $within) (local.get $behind) (i64.const 2))))
        (local.set $behind (i64.and (local.get $behind) (i64.shr_u (local.get $behind) (i64.const 2))))
        (local.set $within (i64.and (local.get $within) (call $later (local.get $within) (local.get $behind) (i64.const 4))))
        ;; Of the last bytes, those before the end.
        (if (i32.lt_s (i32.sub (local.get $end) (local.get $at)) (i32.const 64))
          (then
            (local.set $within
              (if (result i64) (i32.gt_s (local.get $end) (local.get $at))
                (then
                  (i64.and
                    (local.get $within)
                    (i64.sub
                      (i64.shl
                        (i64.const 1)
                        (i64.extend_i32_u (i32.sub (local.get $end) (local.get $at))))
                      (i64.const 1))))
                (else (i64.const 0))))))
        (local.set $chosen (local.get $over))
        (local.set $over (i64.const 0))
        (block $none
          (br_if $none (i64.eqz (local.get $within)))
          (local.set $0 (call $ranks (local.get $0)))
          (local.set $1 (call $ranks (local.get $1)))
          (local.set $2 (call $ranks (local.get $2)))
          (local.set $3 (call $ranks (local.get $3)))
          (local.set $4 (call $ranks (local.get $4)))
          (local.set $0 (call $weights (local.get $0) (local.get $1)))
          (local.set $1 (call $weights (local.get $1) (local.get $2)))
          (local.set $2 (call $weights (local.get $2) (local.get $3)))
          (local.set $3 (call $weights (local.get $3) (local.get $4)))
          ;; Of these the first two are asked for, which need the first five ranks.
          (local.set $4 (call $weights (local.get $4) (local.get $4)))
          (local.set $least (call $least (local.get $0) (local.get $1)))
          (local.set $first (i64.and (local.get $least) (i64.const 0xffff)))
          (local.set $second (i64.shr_u (local.get $least) (i64.const 32)))
          (local.set $least (call $least (local.get $1) (local.get $2)))
          (local.set $first
            (i64.or (local.get $first) (i64.shl (i64.and (local.get $least) (i64.const 0xffff)) (i64.const 16))))
          (local.set $second
            (i64.or (local.get $second) (i64.shl (i64.shr_u (local.get $least) (i64.const 32)) (i64.const 16))))
          (local.set $least (call $least (local.get $2) (local.get $3)))
          (local.set $first
            (i64.or (local.get $first) (i64.shl (i64.and (local.get $least) (i64.const 0xffff)) (i64.const 32))))
          (local.set $second
            (i64.or (local.get $second) (i64.shl (i64.shr_u (local.get $least) (i64.const 32)) (i64.const 32))))
          (local.set $least (call $least (local.get $3) (local.get $4)))
          (local.set $first
            (i64.or (local.get $first) (i64.shl (i64.and (local.get $least) (i64.const 0xffff)) (i64.const 48))))
          (local.set $second
            (i64.or (local.get $second) (i64.shl (i64.shr_u (local.get $least) (i64.const 32)) (i64.const 48))))
          (local.set $third
            (i64.and
              (local.get $within)
              (i64.xor (i64.or (local.get $first) (local.get $second)) (i64.const -1))))
          (local.set $first (i64.and (local.get $first) (local.get $within)))
          (local.set $second (i64.and (local.get $second) (local.get $within)))
          (local.set $chosen
            (i64.or
              (i64.or (local.get $chosen) (local.get $first))
              (i64.or
                (i64.shl (local.get $second) (i64.const 1))
                (i64.shl (local.get $third) (i64.const 2)))))
          ;; Those that begin at the first bytes of the next 64.
          (local.set $over
            (i64.or
              (i64.shr_u (local.get $second) (i64.const 63))
              (i64.shr_u (local.get $third) (i64.const 62)))))
        (block $nothing
          (br_if $nothing (i64.eqz (local.get $chosen)))
          (loop $next
            (call $mark
              (i32.add (local.get $at) (i32.wrap_i64 (i64.ctz (local.get $chosen))))
              (local.get $table))
            (local.set $chosen
              (i64.and (local.get $chosen) (i64.sub (local.get $chosen) (i64.const 1))))
            (br_if $next (i64.ne (local.get $chosen) (i64.const 0)))))
        (local.set $at (i32.add (local.get $at) (i32.const 64)))
        (br $many)))))
