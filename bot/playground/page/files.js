// The files of a message: name, size, and a link that downloads them from this computer.

import { el } from "./dom.js";

const STEPS = [[1_000_000, "MB"], [1000, "kB"]];

/** The files as a list, or null where there are none. */
export function filesOf(files) {
  return files?.length ? el("ul", { className: "files", "aria-label": "Files" }, ...files.map((file) => el("li", {}, fileNode(file)))) : null;
}

function fileNode(file) {
  const name = file.title || file.name || "A file";
  const about = el("span", { className: "file-about" }, [file.pretty_type ?? file.filetype?.toUpperCase(), sizeOf(file.size)].filter(Boolean).join(" · "));
  const address = ownAddress(file.url_private_download ?? file.url_private);
  const label = el("span", { className: "file-name" }, name);
  if (!address) return el("span", { className: "file" }, label, about);
  return el("a", { className: "file", href: address, download: file.name ?? "", "aria-label": `Download ${name}` }, label, about);
}

/** The address of a file on this page's own server, by whichever name of this computer, or null. */
function ownAddress(address) {
  if (typeof address !== "string" || !URL.canParse(address, location.origin)) return null;
  const { hostname, port, pathname } = new URL(address, location.origin);
  return ["127.0.0.1", "localhost", location.hostname].includes(hostname) && port === location.port ? pathname : null;
}

/** A size in bytes as people read it: 812 bytes, 4.2 kB, 1.5 MB. */
export function sizeOf(bytes) {
  if (!Number.isFinite(bytes)) return "";
  const step = STEPS.find(([least]) => bytes >= least);
  return step ? `${(bytes / step[0]).toFixed(1)} ${step[1]}` : `${bytes} byte${bytes === 1 ? "" : "s"}`;
}
