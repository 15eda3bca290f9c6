//! Made-up children in two systems, of whom it is known who is who: twins, brothers and sisters at one address, and the ways in which two
//! systems come to differ about one child. The rates are guesses of ours; nobody's records were looked at.

use matching::person::{Home, Person};

/// A generator of chance that is the same on every machine (SplitMix64).
pub struct Chance(pub u64);

impl Chance {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    pub fn is(&mut self, share: f64) -> bool {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64 <= share
    }

    pub fn of<'t, T>(&mut self, all: &'t [T]) -> &'t T {
        let n = self.below(all.len());
        &all[n]
    }

    /// Of a list in which what stands first is the most common.
    fn often<'t, T>(&mut self, all: &'t [T]) -> &'t T {
        let n = self.below(all.len()).min(self.below(all.len()));
        &all[n]
    }
}

/// Two lists, and for each row who it is.
pub struct Made {
    pub yjs: Vec<Person>,
    pub csc: Vec<Person>,
    pub yjs_who: Vec<usize>,
    pub csc_who: Vec<usize>,
    /// The twin of each who has one.
    pub twins: std::collections::BTreeMap<usize, usize>,
}

const SPELLINGS: [(&str, &str); 12] = [
    ("Mohammed", "Muhammad"),
    ("Yusuf", "Youssef"),
    ("Aisha", "Ayesha"),
    ("Oleksandr", "Alexander"),
    ("Fatima", "Fatimah"),
    ("Dmytro", "Dmitri"),
    ("Ibrahim", "Ebrahim"),
    ("Zainab", "Zaynab"),
    ("Katarzyna", "Catherine"),
    ("Mykhailo", "Michael"),
    ("Hussein", "Husain"),
    ("Yasmin", "Jasmine"),
];

const SHORT: [(&str, &str); 8] = [
    ("William", "Billy"),
    ("Elizabeth", "Beth"),
    ("Joshua", "Josh"),
    ("Alexandra", "Lexi"),
    ("Thomas", "Tom"),
    ("Charlotte", "Lottie"),
    ("Daniel", "Danny"),
    ("Samantha", "Sam"),
];

fn names(kind: &str) -> Vec<String> {
    let lists = include_str!("../../../../demo/names.yaml").lines().filter(|line| !line.starts_with('#'));
    let of_kind = lists.filter_map(|line| line.trim().strip_prefix(kind)?.strip_prefix(": ["));
    of_kind.flat_map(|names| names.trim_end_matches(']').split(", ")).map(str::to_owned).collect()
}

struct Maker {
    chance: Chance,
    given: Vec<String>,
    family: Vec<String>,
}

impl Maker {
    fn home(&mut self) -> Home {
        const STREETS: [&str; 12] = [
            "Mill", "Church", "Station", "Park", "Victoria", "Green", "Manor", "Abbey", "Canal", "Orchard", "Bridge",
            "Chapel",
        ];
        const KINDS: [&str; 6] = ["Road", "Street", "Lane", "Close", "Avenue", "Way"];
        let chance = &mut self.chance;
        // Each postcode lies in one street of one town, as postcodes do.
        let postcode = chance.below(2_400);
        let letters = |n: usize| char::from(b'A' + (n % 26) as u8);
        let street = format!("{} {}", STREETS[postcode % 12], KINDS[postcode / 12 % 6]);
        Home {
            house: (1 + chance.below(40)).to_string(),
            street,
            locality: String::new(),
            town: format!("Town {}", letters(postcode / 400)),
            postcode: format!(
                "ZZ{} {}{}{}",
                postcode / 400,
                postcode % 10,
                letters(postcode / 10),
                letters(postcode / 260)
            ),
        }
    }

    fn born(&mut self) -> String {
        format!("{}{:02}{:02}", 2008 + self.chance.below(9), 1 + self.chance.below(12), 1 + self.chance.below(28))
    }

    fn given(&mut self) -> String {
        if self.chance.is(0.04) {
            return self.chance.of(&SPELLINGS).0.to_owned();
        }
        if self.chance.is(0.04) {
            return self.chance.of(&SHORT).0.to_owned();
        }
        self.chance.often(&self.given).clone()
    }

    fn child(&mut self) -> Person {
        let sex = if self.chance.is(0.5) { "M" } else { "F" };
        let (given, family) = (self.given(), self.chance.often(&self.family).clone());
        Person { given, family, born: self.born(), sex: sex.into(), home: self.home(), numbers: Vec::new() }
    }

    fn slip(&mut self, text: &str) -> String {
        let letters: Vec<char> = text.chars().collect();
        if letters.len() < 3 {
            return text.to_owned();
        }
        let at = 1 + self.chance.below(letters.len() - 2);
        let (before, after) = (&letters[..at], &letters[at..]);
        let (before, rest): (String, String) = (before.iter().collect(), after[1..].iter().collect());
        let other = char::from(b'a' + self.chance.below(26) as u8);
        match self.chance.below(4) {
            0 => before + &rest,
            1 => format!("{before}{other}{rest}"),
            2 => format!("{before}{}{}{rest}", after[0], after[0]),
            _ if after.len() > 1 => {
                let tail: String = after[2..].iter().collect();
                format!("{before}{}{}{tail}", after[1], after[0])
            }
            _ => format!("{before}{other}{}", after[0]),
        }
    }

    /// The same child as the other system has it.
    fn elsewhere(&mut self, child: &Person) -> Person {
        let mut other = child.clone();
        if let Some((_, spelled)) = SPELLINGS.iter().chain(&SHORT).find(|(name, _)| *name == child.given) {
            if self.chance.is(0.6) {
                other.given = (*spelled).to_owned();
            }
        } else if self.chance.is(0.06) {
            other.given = self.slip(&child.given);
        }
        match self.chance.below(100) {
            // Two surnames of which one system has one.
            0..4 => other.family = format!("{} {}", child.family, self.chance.of(&self.family)),
            4..7 => other.family = format!("{}-{}", self.chance.of(&self.family), child.family),
            // A name changed in care.
            7..10 => other.family = self.chance.of(&self.family).clone(),
            10..17 => other.family = self.slip(&child.family),
            17..19 => std::mem::swap(&mut other.given, &mut other.family),
            _ => {}
        }
        match self.chance.below(100) {
            0..3 => other.born = format!("{}0101", &child.born[..4]),
            3..6 if child.born[6..] <= *"12" => {
                other.born = format!("{}{}{}", &child.born[..4], &child.born[6..], &child.born[4..6]);
            }
            6..8 => other.born = format!("{}{}", &child.born[..7], self.chance.below(10)),
            8 => other.born = String::new(),
            _ => {}
        }
        match self.chance.below(100) {
            // Placed away: another home, or none that is told.
            0..12 => other.home = self.home(),
            12..17 => other.home = Home::default(),
            17..22 => other.home.postcode = String::new(),
            22..30 => other.home.street = self.slip(&child.home.street),
            _ => {}
        }
        if self.chance.is(0.03) {
            other.sex = String::new();
        }
        other
    }
}

/// 20,000 children: `both` in both systems; some of the others, `youth`, in youth justice's alone. Of 400 pairs of one household half are twins:
/// of each pair both are in social care's list and one in the other, or one is in each.
pub fn made(seed: u64, count: usize, both: usize, youth: usize) -> Made {
    let given: Vec<String> = names("girls").into_iter().chain(names("boys")).collect();
    // A borough has thousands of family names; those of the demonstration alone would make namesakes of every tenth.
    const BEGINNINGS: [&str; 48] = [
        "Ack", "Ald", "Arn", "Bar", "Bex", "Brom", "Cad", "Cald", "Chor", "Cleve", "Crof", "Dag", "Den", "Drax", "Ebb",
        "El", "Fal", "Fenn", "Gar", "Gos", "Hab", "Har", "Hol", "Ick", "In", "Jes", "Kel", "Kirk", "Lam", "Leck",
        "Mar", "Mel", "Nant", "Nor", "Oak", "Or", "Pem", "Quen", "Rad", "Rush", "Sel", "Stan", "Thorn", "Up", "Ver",
        "Wal", "Whit", "Yel",
    ];
    const ENDS: [&str; 40] = [
        "acre", "beck", "borne", "bridge", "brook", "burgh", "by", "cliffe", "combe", "cote", "croft", "dale", "dean",
        "don", "fell", "field", "ford", "gate", "grave", "ham", "hurst", "ing", "land", "ley", "low", "mere", "more",
        "ness", "over", "pool", "ridge", "sey", "shaw", "stead", "stoke", "thorpe", "ton", "wick", "wold", "worth",
    ];
    let mut family = names("family");
    family.extend(BEGINNINGS.iter().flat_map(|one| ENDS.map(|end| format!("{one}{end}"))));
    let mut maker = Maker { chance: Chance(seed), given, family };
    let mut children: Vec<Person> = (0..count).map(|_| maker.child()).collect();
    let mut twins = std::collections::BTreeMap::new();
    // The first 800 are in pairs.
    for n in 0..400 {
        let (first, second) = (2 * n, 2 * n + 1);
        let (family, home, born) =
            (children[first].family.clone(), children[first].home.clone(), children[first].born.clone());
        children[second].family = family;
        children[second].home = home;
        while children[second].given == children[first].given {
            children[second].given = maker.given();
        }
        if n % 2 == 0 {
            children[second].born = born;
            twins.insert(first, second);
            twins.insert(second, first);
        }
    }
    let mut made = Made { yjs: Vec::new(), csc: Vec::new(), yjs_who: Vec::new(), csc_who: Vec::new(), twins };
    for (n, child) in children.iter().enumerate() {
        let (in_csc, in_yjs) = match n {
            // One in each, and neither in both: the trap.
            0..400 => (n % 2 == 0, n % 2 == 1),
            // Both in social care, one in youth justice too.
            400..800 => (true, n % 2 == 0),
            _ if n < 800 + both - 200 => (true, true),
            _ if n < 800 + both - 200 + youth => (false, true),
            _ => (true, false),
        };
        if in_csc {
            made.csc.push(child.clone());
            made.csc_who.push(n);
        }
        if in_yjs {
            let other = maker.elsewhere(child);
            made.yjs.push(other);
            made.yjs_who.push(n);
        }
    }
    made
}
