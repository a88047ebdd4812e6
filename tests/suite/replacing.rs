//! A folder replaces another: whichever step fails or is the last one, the target is the complete
//! old or new folder, with everything that others have put there.

use crate::faulty::{Fault, FaultyDisk};
use crate::fixture::bundle;
use hfreport::world::{
    Disk, Listed, OutputFile, Replacement, SystemDisk, replace_file, replace_folder,
};
use sha2::{Digest, Sha256};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The list in these tests: one digest and path per line.
fn listed(bytes: &[u8]) -> Option<Listed> {
    let text = std::str::from_utf8(bytes).ok()?.strip_prefix("list\n")?;
    let lines = text.lines().map(|line| line.split_once(' '));
    lines
        .map(|pair| pair.map(|(digest, path)| (path.to_owned(), digest.to_owned())))
        .collect()
}

type Files = Vec<(String, Vec<u8>)>;

/// Files with their list.
fn files(content: &[(&str, &str)]) -> Files {
    let digest = |text: &str| -> String {
        Sha256::digest(text)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    };
    let lines = content
        .iter()
        .map(|(path, text)| format!("{} {path}\n", digest(text)));
    let list = format!("list\n{}", lines.collect::<String>());
    let list = ("list", list.as_str());
    let content = content.iter().chain([&list]);
    content
        .map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()))
        .collect()
}

fn old() -> Files {
    files(&[
        ("page", "old"),
        ("gone", "old"),
        ("a/one", "old"),
        ("b/c/two", "old"),
    ])
}

fn new() -> Files {
    files(&[
        ("page", "new and longer"),
        ("a/one", "new"),
        ("d/three", "new"),
    ])
}

fn put(disk: &dyn Disk, target: &Path, files: &Files) -> io::Result<Vec<PathBuf>> {
    let files = files.iter();
    let files: Vec<_> = files
        .map(|(path, bytes)| OutputFile::new(path, bytes.clone()))
        .collect();
    let replacement = Replacement {
        files: &files,
        list: "list",
        listed,
        admits: &|_, _| Ok(()),
    };
    replace_folder(disk, target, &replacement)
}

fn names(folder: &Path) -> Vec<String> {
    let entries = SystemDisk.entries(folder).expect("a folder");
    let names = entries.into_iter().map(|(name, _)| name);
    names
        .map(|name| name.into_string().expect("text"))
        .collect()
}

/// A folder with a target that contains the old files, and files of others.
fn scene(foreign: bool) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let target = folder.path().join("out");
    put(&SystemDisk, &target, &old()).expect("a first bundle");
    if foreign {
        fs::write(target.join("CNAME"), "example.org").expect("a file");
        fs::write(target.join("b/mine"), "mine").expect("a file");
        fs::create_dir_all(target.join(".git/refs/empty")).expect("a folder");
        fs::write(target.join(".git/HEAD"), "ref").expect("a file");
        #[cfg(unix)]
        std::os::unix::fs::symlink("../elsewhere", target.join("link")).expect("a link");
    }
    (folder, target)
}

/// Whether a path in a target belongs to others.
fn is_foreign(path: &str) -> bool {
    path == "CNAME" || path == "b/mine" || path.starts_with(".git/")
}

fn is_whole(target: &Path, expected: &Files, foreign: bool) -> bool {
    let (theirs, ours): (Files, Files) = found(target)
        .into_iter()
        .partition(|(path, _)| is_foreign(path));
    let mut expected = expected.clone();
    expected.sort();
    ours == expected
        && theirs.len() == if foreign { 3 } else { 0 }
        && (!foreign || target.join(".git/refs/empty").is_dir())
        && (!foreign || cfg!(not(unix)) || target.join("link").is_symlink())
}

/// Files except links.
fn found(target: &Path) -> Files {
    if !target.exists() {
        return Vec::new();
    }
    if let Ok(link) = fs::read_link(target.join("link")) {
        // `bundle` follows links; this one is dangling.
        assert_eq!(link, Path::new("../elsewhere"));
        fs::remove_file(target.join("link")).expect("a removed link");
        let files = bundle(target);
        #[cfg(unix)]
        std::os::unix::fs::symlink(link, target.join("link")).expect("a link");
        return files;
    }
    bundle(target)
}

#[test]
fn whichever_step_fails_the_target_is_whole_and_nothing_is_left_beside_it() {
    let mut steps = 0;
    for (foreign, can_exchange) in [(false, true), (true, true), (false, false), (true, false)] {
        for at in 0.. {
            let (folder, target) = scene(foreign);
            let disk = FaultyDisk::at(at, Fault::Once, can_exchange);
            let done = put(&disk, &target, &new());
            let what = disk.failed();
            let (is_old, is_new) = (
                is_whole(&target, &old(), foreign),
                is_whole(&target, &new(), foreign),
            );
            assert!(
                if done.is_ok() { is_new } else { is_old },
                "{at} {what}: {done:?}"
            );
            // What cannot be cleared is left for the next run; a folder that has not taken its
            // place never is.
            if done.is_err() && !what.contains("remove") {
                assert_eq!(names(folder.path()), ["out"], "{at} {what}");
            }
            put(&SystemDisk, &target, &new()).expect("the next run");
            assert!(is_whole(&target, &new(), foreign), "{at} {what}");
            assert_eq!(names(folder.path()), ["out"], "{at} {what}");
            steps += 1;
            if what.is_empty() {
                break;
            }
        }
    }
    assert!(steps > 150, "{steps}");
}

#[test]
fn whichever_step_is_the_last_of_a_killed_run_the_next_run_finds_the_target_whole() {
    for (foreign, can_exchange) in [(false, true), (true, true), (false, false), (true, false)] {
        for at in 0.. {
            let (folder, target) = scene(foreign);
            let disk = FaultyDisk::at(at, Fault::Dies, can_exchange);
            let _ = put(&disk, &target, &new());
            let what = disk.failed();
            // Without an atomic exchange there is a moment without a target.
            let whole = is_whole(&target, &old(), foreign) || is_whole(&target, &new(), foreign);
            assert!(whole || !can_exchange && !target.exists(), "{at} {what}");
            put(&SystemDisk, &target, &old()).expect("the next run");
            assert!(is_whole(&target, &old(), foreign), "{at} {what}");
            assert_eq!(names(folder.path()), ["out"], "{at} {what}");
            if what.is_empty() {
                break;
            }
        }
    }
}

#[test]
fn a_run_that_is_killed_while_it_removes_what_another_left_leaves_it_to_the_next_one() {
    for at in 0.. {
        let (folder, target) = scene(true);
        // Another run was killed before its list existed; one of its pages is half written.
        let leftover = folder.path().join(".out.hfreport-1-0");
        fs::create_dir_all(leftover.join("d")).expect("a folder");
        for (path, text) in [
            (".hfreport-unfinished", ""),
            ("-page", "ne"),
            ("page", "ne"),
            ("d/three", "new"),
        ] {
            fs::write(leftover.join(path), text).expect("a file");
        }
        fs::hard_link(target.join("CNAME"), leftover.join("CNAME")).expect("a name");
        let disk = FaultyDisk::at(at, Fault::Dies, true);
        let _ = put(&disk, &target, &new());
        let what = disk.failed();
        put(&SystemDisk, &target, &old()).expect("the next run");
        assert!(is_whole(&target, &old(), true), "{at} {what}");
        assert_eq!(names(folder.path()), ["out"], "{at} {what}");
        if what.is_empty() {
            break;
        }
    }
}

#[test]
fn whichever_step_of_a_first_run_fails_nothing_is_left() {
    for at in 0.. {
        let folder = tempfile::tempdir().expect("a folder");
        let target = folder.path().join("deep/er/out");
        let disk = FaultyDisk::at(at, Fault::Once, true);
        let done = put(&disk, &target, &new());
        let what = disk.failed();
        if done.is_err() && !what.contains("remove") {
            assert!(names(folder.path()).is_empty(), "{at} {what}");
        }
        if what.is_empty() {
            assert!(is_whole(&target, &new(), false));
            break;
        }
    }
}

#[test]
fn whichever_step_fails_a_file_is_the_old_one_or_the_new_one() {
    for at in 0.. {
        let folder = tempfile::tempdir().expect("a folder");
        let target = folder.path().join("figures.yaml");
        fs::write(&target, "old").expect("a file");
        let disk = FaultyDisk::at(at, Fault::Once, true);
        let done = replace_file(&disk, &target, b"new");
        let what = disk.failed();
        let text = fs::read_to_string(&target).expect("a file");
        assert_eq!(text, if done.is_ok() { "new" } else { "old" }, "{what}");
        if !what.contains("remove") {
            assert_eq!(names(folder.path()), ["figures.yaml"], "{what}");
        }
        if what.is_empty() {
            break;
        }
    }
}

#[test]
fn what_appears_or_changes_in_the_last_moment_is_not_lost() {
    let (folder, target) = scene(true);
    let meanwhile = || {
        fs::write(target.join("late"), "late").expect("a file");
        fs::create_dir_all(target.join("empty/deep")).expect("a folder");
        fs::write(target.join("a/late"), "late").expect("a file");
        fs::write(target.join("gone"), "edited").expect("a file");
        // An editor replaces the old file with a new one.
        fs::write(target.join("CNAME~"), "other.example.org").expect("a file");
        fs::rename(target.join("CNAME~"), target.join("CNAME")).expect("a file");
    };
    let disk = FaultyDisk::at(usize::MAX, Fault::Once, true).with(&meanwhile);
    let left = put(&disk, &target, &new()).expect("a bundle");
    let read = |path: &str| fs::read_to_string(target.join(path)).expect(path);
    assert_eq!(read("late"), "late");
    assert_eq!(read("a/late"), "late");
    assert_eq!(read("gone"), "edited");
    assert!(target.join("empty/deep").is_dir());
    // Two files compete for one name: the later one is reported, and the next run does not remove
    // it.
    assert_eq!(left.len(), 1, "{left:?}");
    assert_eq!(read("CNAME"), "example.org");
    for _ in 0..2 {
        let text = fs::read_to_string(&left[0]).expect("the later file");
        assert_eq!(text, "other.example.org");
        let _ = put(&SystemDisk, &target, &new());
    }
    assert_eq!(names(folder.path()).len(), 2);
}

#[cfg(unix)]
#[test]
fn what_cannot_be_kept_is_named_and_nothing_is_replaced() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, target) = scene(true);
    fs::set_permissions(target.join(".git"), fs::Permissions::from_mode(0o555)).expect("a mode");
    let told = put(&SystemDisk, &target, &new()).expect_err("a refusal");
    fs::set_permissions(target.join(".git"), fs::Permissions::from_mode(0o755)).expect("a mode");
    assert!(told.to_string().contains("`.git`"), "{told}");
    assert!(is_whole(&target, &old(), true));
    assert_eq!(names(folder.path()), ["out"]);
}

#[cfg(unix)]
#[test]
fn folders_keep_their_permissions() {
    use std::os::unix::fs::PermissionsExt;
    let (_folder, target) = scene(true);
    let set = |path: &Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("a mode");
    };
    let mode = |path: &Path| fs::metadata(path).expect("a folder").permissions().mode() & 0o777;
    set(&target, 0o750);
    set(&target.join(".git"), 0o700);
    put(&SystemDisk, &target, &new()).expect("a bundle");
    assert_eq!(mode(&target), 0o750);
    assert_eq!(mode(&target.join(".git")), 0o700);
}
