//! Which of several things is it this time?
//!
//! Chances drawn from a seed and a label by splitmix64: the same two give the same draws for ever, on every machine. They serve
//! made-up data and nothing else; never a secret.

/// A source of chances.
#[derive(Debug, Clone)]
pub struct Chance(u64);

/// The letters of an id: none that could be taken for a figure.
const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

impl Chance {
    /// The chances that belong to a seed and a label.
    pub fn of(seed: u64, label: &str) -> Chance {
        // FNV-1a spreads the label; splitmix64 does the rest.
        let spread = label
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
        Chance(seed ^ spread)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 up to but without `n`; 0 where there is none.
    pub fn below(&mut self, n: u64) -> u64 {
        self.next().checked_rem(n).unwrap_or(0)
    }

    /// A number of a range, both ends included.
    pub fn within(&mut self, (from, to): (i32, i32)) -> i32 {
        from + self.below(u64::from(to.abs_diff(from)) + 1) as i32
    }

    /// Whether something happens that does so many times in a hundred.
    pub fn happens(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// One of several.
    pub fn pick<'t, T>(&mut self, of: &'t [T]) -> Option<&'t T> {
        of.get(self.below(of.len() as u64) as usize)
    }

    /// Several in another order.
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for n in (1..list.len()).rev() {
            list.swap(n, self.below(n as u64 + 1) as usize);
        }
    }

    /// So many letters and figures.
    pub fn letters(&mut self, n: usize) -> String {
        (0..n).filter_map(|_| self.pick(LETTERS).map(|b| char::from(*b))).collect()
    }
}
