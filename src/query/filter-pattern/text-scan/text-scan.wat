;; Which of many texts stand in which of many messages, in one pass over their bytes. Sixteen places at a time are held against three bytes
;; of each text (two tables of halves of a byte for each of the three; a bit for each of eight groups of texts); where these agree the text
;; is compared whole, and what must stand around it is looked at. `tables.ts` lays out what is read here.
(module
  (memory (export "memory") 40)

  ;; Behind the last message that was looked at.
  (global $next (export "next") (mut i32) (i32.const 0))

  ;; Messages, each with its length before it (LEB128), from $at to $end: where each begins and ends, from $frames on. How many they are.
  (func $frame (param $at i32) (param $end i32) (param $frames i32) (param $most i32) (result i32)
    (local $count i32) (local $byte i32) (local $length i32) (local $shift i32)
    (block $done
      (loop $message
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (br_if $done (i32.ge_u (local.get $count) (local.get $most)))
        (local.set $length (i32.const 0))
        (local.set $shift (i32.const 0))
        (loop $digit
          (local.set $byte (i32.load8_u (local.get $at)))
          (local.set $at (i32.add (local.get $at) (i32.const 1)))
          (local.set $length
            (i32.or (local.get $length)
              (i32.shl (i32.and (local.get $byte) (i32.const 127)) (local.get $shift))))
          (local.set $shift (i32.add (local.get $shift) (i32.const 7)))
          (br_if $digit (i32.and (local.get $byte) (i32.const 128))))
        (i32.store (local.get $frames) (local.get $at))
        (local.set $at (i32.add (local.get $at) (local.get $length)))
        (i32.store offset=4 (local.get $frames) (local.get $at))
        (local.set $frames (i32.add (local.get $frames) (i32.const 8)))
        (local.set $count (i32.add (local.get $count) (i32.const 1)))
        (br $message)))
    (global.set $next (local.get $at))
    (local.get $count))

  ;; Whether the text, sixteen bytes and which of them count at a time, stands at $at.
  (func $stands (param $at i32) (param $text i32) (param $end i32) (result i32)
    (loop $part
      (if (v128.any_true
            (v128.and
              (v128.xor (v128.load (local.get $at)) (v128.load (local.get $text)))
              (v128.load offset=16 (local.get $text))))
        (then (return (i32.const 0))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $part
        (i32.lt_u (local.tee $text (i32.add (local.get $text) (i32.const 32))) (local.get $end))))
    (i32.const 1))

  ;; The byte at $at, or 0 behind the message.
  (func $byte (param $at i32) (param $end i32) (result i32)
    (if (result i32) (i32.lt_u (local.get $at) (local.get $end))
      (then (i32.load8_u (local.get $at)))
      (else (i32.const 0))))

  (func $is_digit (param $byte i32) (result i32)
    (i32.lt_u (i32.sub (local.get $byte) (i32.const 48)) (i32.const 10)))

  ;; Where spaces, tabs and line ends from $at on are over.
  (func $behind_blanks (param $at i32) (param $end i32) (result i32)
    (local $byte i32)
    (loop $next
      (local.set $byte (call $byte (local.get $at) (local.get $end)))
      (if (i32.or
            (i32.or (i32.eq (local.get $byte) (i32.const 32)) (i32.eq (local.get $byte) (i32.const 9)))
            (i32.or (i32.eq (local.get $byte) (i32.const 10)) (i32.eq (local.get $byte) (i32.const 13))))
        (then
          (local.set $at (i32.add (local.get $at) (i32.const 1)))
          (br $next))))
    (local.get $at))

  ;; Whether behind a key there may be a number of at least $least: the same as `mayBeAtLeast` of `least-number.ts`.
  (func $may_reach (param $at i32) (param $end i32) (param $least f64) (result i32)
    (local $byte i32) (local $start i32) (local $whole f64)
    (local.set $at (call $behind_blanks (local.get $at) (local.get $end)))
    (if (i32.ne (call $byte (local.get $at) (local.get $end)) (i32.const 58)) (then (return (i32.const 0))))
    (local.set $at (call $behind_blanks (i32.add (local.get $at) (i32.const 1)) (local.get $end)))
    (local.set $start (local.get $at))
    (block $read
      (loop $digit
        (local.set $byte (call $byte (local.get $at) (local.get $end)))
        (br_if $read (i32.eqz (call $is_digit (local.get $byte))))
        (local.set $whole
          (f64.add
            (f64.mul (local.get $whole) (f64.const 10))
            (f64.convert_i32_u (i32.sub (local.get $byte) (i32.const 48)))))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $digit)))
    (if (f64.ge (local.get $whole) (local.get $least)) (then (return (i32.const 1))))
    ;; What may begin another number or none, and what may go on with one: marked in a table for each byte.
    (i32.and
      (i32.load8_u offset=176 (local.get $byte))
      (select (i32.const 2) (i32.const 4) (i32.eq (local.get $at) (local.get $start)))))

  ;; Whether what must stand around a text from $start to $end of a message does. Kind 1: the end of a field before it; 2: a number behind it.
  (func $agrees (param $start i32) (param $to i32) (param $text i32) (result i32)
    (local $kind i32)
    (local.set $kind (i32.load offset=24 (local.get $text)))
    (if (i32.eqz (local.get $kind)) (then (return (i32.const 1))))
    (if (i32.eq (local.get $kind) (i32.const 1))
      (then (return (i32.and (i32.load8_u offset=176 (i32.load8_u (local.get $start))) (i32.const 1)))))
    (call $may_reach
      (i32.add (local.get $start) (i32.load (local.get $text)))
      (local.get $to)
      (f64.load offset=32 (local.get $text))))

  ;; Looks through messages from $at to $end, $most at most: two words of bits for each from $masks on. How many there were.
  (func (export "scan") (param $at i32) (param $end i32) (param $frames i32) (param $masks i32) (param $most i32) (result i32)
    (local $count i32) (local $last i32) (local $from i32) (local $to i32)
    (local $low0 v128) (local $high0 v128) (local $low1 v128) (local $high1 v128) (local $low2 v128) (local $high2 v128)
    (local $half v128) (local $bytes v128) (local $groups v128)
    (local $places i32) (local $place i32) (local $bits i32) (local $group i32) (local $text i32) (local $texts i32)
    (local $word i32) (local $start i32)
    (local.set $count
      (call $frame (local.get $at) (local.get $end) (local.get $frames) (local.get $most)))
    (memory.fill (local.get $masks) (i32.const 0) (i32.mul (local.get $count) (i32.const 8)))
    (local.set $last (global.get $next))
    (local.set $from (i32.load (local.get $frames)))
    (local.set $to (i32.load offset=4 (local.get $frames)))
    (local.set $low0 (v128.load offset=0 (i32.const 0)))
    (local.set $high0 (v128.load offset=16 (i32.const 0)))
    (local.set $low1 (v128.load offset=32 (i32.const 0)))
    (local.set $high1 (v128.load offset=48 (i32.const 0)))
    (local.set $low2 (v128.load offset=64 (i32.const 0)))
    (local.set $high2 (v128.load offset=80 (i32.const 0)))
    (local.set $half (i8x16.splat (i32.const 15)))
    (block $done
      (loop $step
        (br_if $done (i32.ge_u (local.get $at) (local.get $last)))
        (local.set $bytes (v128.load (local.get $at)))
        (local.set $groups
          (v128.and
            (i8x16.swizzle (local.get $low0) (v128.and (local.get $bytes) (local.get $half)))
            (i8x16.swizzle (local.get $high0) (v128.and (i16x8.shr_u (local.get $bytes) (i32.const 4)) (local.get $half)))))
        (local.set $bytes (v128.load offset=1 (local.get $at)))
        (local.set $groups
          (v128.and (local.get $groups)
            (v128.and
              (i8x16.swizzle (local.get $low1) (v128.and (local.get $bytes) (local.get $half)))
              (i8x16.swizzle (local.get $high1) (v128.and (i16x8.shr_u (local.get $bytes) (i32.const 4)) (local.get $half))))))
        (local.set $bytes (v128.load offset=2 (local.get $at)))
        (local.set $groups
          (v128.and (local.get $groups)
            (v128.and
              (i8x16.swizzle (local.get $low2) (v128.and (local.get $bytes) (local.get $half)))
              (i8x16.swizzle (local.get $high2) (v128.and (i16x8.shr_u (local.get $bytes) (i32.const 4)) (local.get $half))))))
        (if (v128.any_true (local.get $groups))
          (then
            (v128.store offset=96 (i32.const 0) (local.get $groups))
            (local.set $places
              (i32.xor (i8x16.bitmask (i8x16.eq (local.get $groups) (v128.const i64x2 0 0))) (i32.const 65535)))
            (block $looked
              (loop $candidate
                (local.set $place (i32.add (local.get $at) (i32.ctz (local.get $places))))
                (br_if $looked (i32.ge_u (local.get $place) (local.get $last)))
                ;; The message that the place is in: the last one ends where we end.
                (block $found
                  (loop $advance
                    (br_if $found (i32.lt_u (local.get $place) (local.get $to)))
                    (local.set $frames (i32.add (local.get $frames) (i32.const 8)))
                    (local.set $masks (i32.add (local.get $masks) (i32.const 8)))
                    (local.set $from (i32.load (local.get $frames)))
                    (local.set $to (i32.load offset=4 (local.get $frames)))
                    (br $advance)))
                (local.set $bits (i32.load8_u offset=96 (i32.ctz (local.get $places))))
                (loop $next_group
                  (local.set $group (i32.shl (i32.ctz (local.get $bits)) (i32.const 3)))
                  (local.set $text (i32.load offset=112 (local.get $group)))
                  (local.set $texts (i32.load offset=116 (local.get $group)))
                  ;; A text: its length, where in it the three bytes are, its word and bit, where its bytes begin and end, its kind and least number.
                  (loop $next_text
                    (local.set $word (i32.add (local.get $masks) (i32.load offset=8 (local.get $text))))
                    (local.set $start (i32.sub (local.get $place) (i32.load offset=4 (local.get $text))))
                    (if (i32.and
                          (i32.eqz (i32.and (i32.load (local.get $word)) (i32.load offset=12 (local.get $text))))
                          (i32.and
                            (i32.ge_u (local.get $start) (local.get $from))
                            (i32.le_u (i32.add (local.get $start) (i32.load (local.get $text))) (local.get $to))))
                      (then
                        (if (call $stands (local.get $start) (i32.load offset=16 (local.get $text)) (i32.load offset=20 (local.get $text)))
                          (then
                            (if (call $agrees (local.get $start) (local.get $to) (local.get $text))
                              (then
                                (i32.store (local.get $word)
                                  (i32.or (i32.load (local.get $word)) (i32.load offset=12 (local.get $text))))))))))
                    (br_if $next_text
                      (i32.lt_u (local.tee $text (i32.add (local.get $text) (i32.const 40))) (local.get $texts))))
                  (br_if $next_group
                    (local.tee $bits (i32.and (local.get $bits) (i32.sub (local.get $bits) (i32.const 1))))))
                (br_if $candidate
                  (local.tee $places (i32.and (local.get $places) (i32.sub (local.get $places) (i32.const 1)))))))))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $step)))
    (local.get $count)))
