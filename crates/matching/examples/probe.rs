#![allow(clippy::all, clippy::unwrap_used, clippy::indexing_slicing, clippy::disallowed_methods, missing_docs)]
use matching::link::Lists;
use matching::person::{Home, Person};
fn split(line: &str) -> Vec<String> { line.split(',').map(|s| s.trim().to_string()).collect() }
fn read(path: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let t = std::fs::read_to_string(path).unwrap();
    let mut l = t.lines();
    let h = split(l.next().unwrap());
    (h, l.map(split).collect())
}
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let mode = args[1].as_str();
    let t0 = std::time::Instant::now();
    let load = |p: &str| -> (Vec<Person>, Vec<String>) {
        let (h, rows) = read(p);
        let col = |n: &str| h.iter().position(|x| x == n);
        let thin = mode.contains("thin");
        let mut out = vec![]; let mut ids = vec![];
        for r in &rows {
            let get = |n: &str| col(n).and_then(|c| r.get(c)).cloned().unwrap_or_default();
            let (id, person);
            if mode.starts_with("febrl") {
                id = get("rec_id").split('-').nth(1).unwrap().to_string();
                let home = if thin { Home { postcode: get("postcode"), ..Home::default() } } else { Home { house: get("street_number"), street: get("address_1"), locality: get("address_2"), town: get("suburb"), postcode: get("postcode") } };
                person = Person { given: get("given_name"), family: get("surname"), born: get("date_of_birth"), home, ..Person::default() };
            } else {
                id = get("cluster");
                person = Person { given: get("given_name"), family: get("surname"), born: get("dob"), home: Home { house: get("street"), street: get("address"), postcode: get("postcode"), ..Home::default() }, ..Person::default() };
            }
            out.push(person); ids.push(id);
        }
        (out, ids)
    };
    let (mut a, mut ia) = load(&args[2]);
    let (mut b, mut ib) = load(&args[3]);
    if mode.contains("half") {
        let ka: Vec<bool> = ia.iter().map(|i| i.parse::<u32>().unwrap() < 3333).collect();
        let kb: Vec<bool> = ib.iter().map(|i| i.parse::<u32>().unwrap() >= 1667).collect();
        let mut k = ka.iter(); a.retain(|_| *k.next().unwrap()); let mut k = ka.iter(); ia.retain(|_| *k.next().unwrap());
        let mut k = kb.iter(); b.retain(|_| *k.next().unwrap()); let mut k = kb.iter(); ib.retain(|_| *k.next().unwrap());
    }
    let sa: std::collections::BTreeSet<&String> = ia.iter().collect();
    let truth = ib.iter().filter(|i| sa.contains(i)).count();
    let t1 = std::time::Instant::now();
    let lists = Lists::new(&a, &b);
    let t2 = std::time::Instant::now();
    let (model, mut pairs) = lists.pairs(2f64.powi(-10));
    let t3 = std::time::Instant::now();
    pairs.sort_by(|x, y| y.odds.total_cmp(&x.odds));
    let is = |p: &matching::link::Pair| ia[p.a as usize] == ib[p.b as usize];
    let reach = pairs.iter().filter(|p| is(p)).count();
    println!("truth {truth} pairs {} reach {:.5}", pairs.len(), reach as f64 / truth as f64);
    let f = |w: f64| { let some: Vec<_> = pairs.iter().filter(|p| p.odds.log2() >= w).collect(); let tp = some.iter().filter(|p| is(p)).count() as f64; let n = some.len() as f64; let (p, r) = (tp / n, tp / truth as f64); (p, r, 2.0 * p * r / (p + r), n - tp) };
    for w in [-6.0, -3.0, -1.0, 0.0, 1.0, 4.0, 6.64, 10.0] { let (p, r, f1, fp) = f(w); println!("w>={w}: P {p:.5} R {r:.5} F1 {f1:.5} fp {fp}"); }
    println!("read {:?} ready {:?} link {:?}", t1 - t0, t2 - t1, t3 - t2);
    println!("rss {}", std::fs::read_to_string("/proc/self/status").unwrap().lines().find(|l| l.starts_with("VmHWM")).unwrap());
    if args.len() > 4 {
        println!("{:?} turned {} twins {} ", model.ways, model.turned, model.twins);
        for (n, (m, u)) in model.same.iter().zip(&model.random).enumerate() { println!("{n} m {:?}\n  u {:?}", m.map(|x| (x * 1e4).round() / 1e4), u.map(|x| (x * 1e6).round() / 1e6)); }
        let show = |p: &matching::link::Pair| { let (x, y) = (&a[p.a as usize], &b[p.b as usize]); println!("{:.1} {:?}\n   {} | {} | {} | {:?}\n   {} | {} | {} | {:?}", p.odds.log2(), p.ways, x.given, x.family, x.born, x.home, y.given, y.family, y.born, y.home); };
        println!("FALSE"); for p in pairs.iter().filter(|p| p.odds >= 1.0 && !is(p)).take(12) { show(p) }
        let found: std::collections::BTreeSet<u32> = pairs.iter().filter(|p| p.odds >= 1.0 && is(p)).map(|p| p.a).collect();
        println!("MISSED");
        let mut shown = 0;
        for (n, i) in ia.iter().enumerate() { if let Some(m) = ib.iter().position(|j| j == i) { if !found.contains(&(n as u32)) && shown < 25 { shown += 1; match pairs.iter().find(|p| p.a == n as u32 && p.b == m as u32) { Some(p) => show(p), None => { let (x, y) = (&a[n], &b[m]); println!("not reached\n   {} | {} | {} | {:?}\n   {} | {} | {} | {:?}", x.given, x.family, x.born, x.home, y.given, y.family, y.born, y.home) } } } } }
    }
}
