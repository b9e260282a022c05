// The one stylesheet of all pages.

/// The stylesheet that every page links to.
public enum Stylesheet {
    /// The sheet in UTF-8, to be sent as `text/css; charset=utf-8`.
    public static let bytes = Array(text.utf8)

    /// The first eight hexadecimal digits of the sheet's SHA-256: another sheet, another address.
    public static let version = "e85ad1e4"

    static let text = """
        :root {
            color-scheme: light dark;
            --ground: #f4f5f7;
            --card: #ffffff;
            --ink: #1a1e26;
            --soft: #545c6a;
            --edge: #7d8593;
            --line: #e0e3e8;
            --accent: #1b57b0;
            --on-accent: #ffffff;
            --contrary: #3a414d;
            --on-contrary: #ffffff;
            --alarm: #8c1d14;
            --alarm-ground: #fdeceb;
            --tile: #e7edf7;
            --on-tile: #1b4688;
        }

        @media (prefers-color-scheme: dark) {
            :root {
                --ground: #11141a;
                --card: #1b1f27;
                --ink: #e9ecf1;
                --soft: #a9b1be;
                --edge: #7d8796;
                --line: #303641;
                --accent: #8db6ff;
                --on-accent: #0c1a33;
                --contrary: #d3d8e0;
                --on-contrary: #1a1e26;
                --alarm: #ffb9b1;
                --alarm-ground: #3c1a18;
                --tile: #263653;
                --on-tile: #bcd3ff;
            }
        }

        *, *::before, *::after { box-sizing: border-box; }

        html {
            font: 100%/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
            -webkit-text-size-adjust: 100%;
            text-size-adjust: 100%;
        }

        body {
            display: flex;
            flex-direction: column;
            align-items: center;
            min-height: 100vh;
            min-height: 100svh;
            margin: 0;
            padding: 2rem 1rem;
            background: var(--ground);
            color: var(--ink);
            overflow-wrap: anywhere;
        }

        body::before, body::after { content: ""; flex: 1 1 0; }
        body::after { flex-grow: 2; }

        h1, h2, p, ul { margin: 0; }
        h1 { font-size: 1.5rem; line-height: 1.25; font-weight: 650; text-wrap: balance; }
        h2 { font-size: 1rem; font-weight: 600; }

        .tenant {
            width: 100%;
            max-width: 26rem;
            margin-bottom: 1rem;
            color: var(--soft);
            font-weight: 600;
            text-align: center;
        }

        .card {
            width: 100%;
            max-width: 26rem;
            padding: 2rem;
            border: 1px solid var(--line);
            border-radius: 1rem;
            background: var(--card);
            box-shadow: 0 1px 2px rgb(0 0 0 / 4%), 0 8px 24px rgb(0 0 0 / 6%);
        }

        .lead { margin-top: 0.5rem; color: var(--soft); }
        .lead strong { color: var(--ink); }
        .note { margin-top: 1.25rem; color: var(--soft); font-size: 0.875rem; }
        .note strong { color: var(--ink); }
        code { font-family: ui-monospace, "Cascadia Mono", Menlo, monospace; }

        .app { display: flex; align-items: center; gap: 0.875rem; margin-bottom: 1.5rem; }
        .app-name { min-width: 0; font-weight: 600; line-height: 1.35; }
        .app-host { display: block; color: var(--soft); font-size: 0.875rem; font-weight: 400; }

        .logo {
            display: grid;
            place-items: center;
            flex: none;
            width: 3rem;
            height: 3rem;
            overflow: hidden;
            border-radius: 0.75rem;
            background: var(--tile);
            color: var(--on-tile);
            font-size: 1.375rem;
            font-weight: 600;
            object-fit: cover;
        }

        .problem {
            margin-top: 1.25rem;
            padding: 0.75rem 1rem;
            border-left: 0.25rem solid currentcolor;
            border-radius: 0.5rem;
            background: var(--alarm-ground);
            color: var(--alarm);
        }

        .field { margin-top: 1.25rem; }
        label { display: block; margin-bottom: 0.375rem; font-weight: 600; }

        input {
            width: 100%;
            min-height: 2.75rem;
            padding: 0.5rem 0.75rem;
            border: 1px solid var(--edge);
            border-radius: 0.5rem;
            background: var(--card);
            color: var(--ink);
            font: inherit;
        }

        input[aria-invalid="true"] { border-color: var(--alarm); }
        .code { font-family: ui-monospace, "Cascadia Mono", Menlo, monospace; }
        .code { font-size: 1.25rem; letter-spacing: 0.1em; text-transform: uppercase; }

        .account {
            display: flex;
            flex-wrap: wrap;
            justify-content: space-between;
            gap: 0.25rem 1rem;
            margin-top: 1rem;
            padding-block: 0.75rem;
            border-block: 1px solid var(--line);
            color: var(--soft);
        }

        .account span { min-width: 0; }
        .account strong { color: var(--ink); font-weight: 600; }

        .link {
            min-height: 1.5rem;
            padding: 0;
            border: 0;
            border-radius: 0.25rem;
            background: none;
            color: var(--accent);
            font: inherit;
            text-decoration: underline;
            text-underline-offset: 0.2em;
            cursor: pointer;
        }

        .account + h2 { margin-top: 1.25rem; }
        .permissions { margin-top: 0.5rem; padding: 0; list-style: none; }

        .permissions li {
            position: relative;
            padding: 0.375rem 0 0.375rem 1.75rem;
        }

        .permissions li::before {
            content: "";
            position: absolute;
            top: 0.75rem;
            left: 0.25rem;
            width: 0.875rem;
            height: 0.4375rem;
            border: solid var(--accent);
            border-width: 0 0 2px 2px;
            transform: rotate(-45deg);
        }

        .detail { display: block; color: var(--soft); font-size: 0.875rem; }

        .actions { display: flex; flex-direction: column; gap: 0.75rem; margin-top: 1.5rem; }
        .even { flex-flow: row wrap; }
        .even .button { flex: 1 1 8rem; }

        .button {
            min-height: 2.75rem;
            padding: 0.5rem 1.25rem;
            border: 1px solid transparent;
            border-radius: 0.5rem;
            font: inherit;
            font-weight: 600;
            cursor: pointer;
        }

        .primary { background: var(--accent); color: var(--on-accent); }
        .contrary { background: var(--contrary); color: var(--on-contrary); }
        .quiet { border-color: var(--edge); background: none; color: var(--ink); }
        .button:hover { filter: brightness(1.08); }
        .button:active { filter: brightness(0.94); }
        .quiet:hover { background: var(--ground); filter: none; }

        :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }

        @media (max-width: 30rem) {
            body { padding: 1.25rem 0.75rem; }
            body::before { display: none; }
            .card { padding: 1.5rem 1.25rem; }
        }

        """
}
